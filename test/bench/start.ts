import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from '../kit/process.ts';
import { median, type Row } from './row.ts';

const RUNS = 5;

/** From the command to a host that answers, against a Node process that does nothing. */
export async function bench(): Promise<Row[]> {
  const cold: number[] = [];
  const warm: number[] = [];
  const bare: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const dataDir = mkdtempSync(join(tmpdir(), 'bench-'));
    bare.push(milliseconds(() => void spawnSync(process.execPath, ['-e', '0'])));
    cold.push(await toReady(dataDir));
    warm.push(await toReady(dataDir));
    rmSync(dataDir, { recursive: true, force: true });
  }
  return [
    { name: 'start to ready, empty registry, per bare node start', value: median(cold) / median(bare), unit: '×' },
    { name: 'start to ready, existing registry, per bare node start', value: median(warm) / median(bare), unit: '×' },
    { name: 'bare node start', value: median(bare), unit: 'ms' },
  ];
}

async function toReady(dataDir: string): Promise<number> {
  const start = performance.now();
  const host = await startProcess(dataDir);
  const ready = performance.now() - start;
  await host.kill('SIGTERM');
  return ready;
}

function milliseconds(action: () => void): number {
  const start = performance.now();
  action();
  return performance.now() - start;
}

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { xlsxOf } from '../../../functions/shared/sheet/sheet.ts';
import { fixture } from '../../functions/interchange/messages.ts';
import { median, type Row } from '../row.ts';
import type { Reading } from './sheet-reading.ts';

const ROWS = 10_000;
const RUNS = 5;
const READING = fileURLToPath(new URL('sheet-reading.ts', import.meta.url));

/**
 * A workbook of ten thousand rows read, judged and priced, against the same file parsed by the library read-excel-file and
 * no more.
 */
export async function sheetRows(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const path = join(folder, 'sheet.xlsx');
  const [titles = [], ...lines] = fixture('trade-lines.csv')
    .slice(1)
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  const rows = Array.from({ length: ROWS }, (_, index) => lines[index % lines.length] ?? []);
  writeFileSync(path, await xlsxOf([{ name: '联网清单', rows: [titles, ...rows], widths: titles.map(() => 12) }]));
  const runs = Array.from({ length: RUNS }, () => ({ bare: reading('bare', path), ours: reading('ours', path) }));
  rmSync(folder, { recursive: true, force: true });
  const ratio = (of: (one: Reading) => number) => median(runs.map(({ bare, ours }) => of(ours) / of(bare)));
  const middle = (of: (one: (typeof runs)[number]) => number) => median(runs.map(of)).toFixed(0);
  return [
    {
      name: `sheet of ${ROWS} rows read and judged, wall time per bare parse`,
      value: ratio((one) => one.milliseconds),
      unit: '×',
      note: `${middle((one) => one.ours.milliseconds)} against ${middle((one) => one.bare.milliseconds)} ms`,
    },
    {
      name: 'its peak memory, process and all, per bare parse',
      value: ratio((one) => one.peakMb),
      unit: '×',
      note: `${middle((one) => one.ours.peakMb)} against ${middle((one) => one.bare.peakMb)} MB`,
    },
  ];
}

/** A process of its own for each reading: what it used at most is what the reading used. */
const reading = (how: 'bare' | 'ours', path: string): Reading =>
  JSON.parse(execFileSync(process.execPath, [READING, how, path], { encoding: 'utf8' })) as Reading;

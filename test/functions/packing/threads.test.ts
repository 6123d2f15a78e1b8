import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { planLoad } from '../../../functions/packing/load/plan.ts';
import type { LoadRequest } from '../../../functions/packing/model.ts';
import { planOnThreads } from '../../../functions/packing/threads.ts';
import { verifyLoad } from '../../../functions/packing/verify/verify-load.ts';
import { bischoffRatcliff } from '../../kit/cargo.ts';

const { containers, items } = bischoffRatcliff(3, 77);
const request: LoadRequest = { containers, items, requireSupport: true, budget: { completions: 8 }, seed: 1 };
const fill = ({ containers: [load] }: Awaited<ReturnType<typeof planOnThreads>>): number => load!.volumeUtilisation;

describe('planOnThreads', () => {
  it('is no worse than one search, the same each time, and sound', async () => {
    const three = await planOnThreads(request, 3);
    expect(verifyLoad(request, three)).toEqual([]);
    expect(await planOnThreads(request, 3)).toEqual(three);
    expect(fill(three)).toBeGreaterThanOrEqual(fill(planLoad(request, () => 0)));
    const each = [0, 1, 2].map((variant) => fill(planLoad({ ...request, variant, seed: 1 + variant }, () => 0)));
    expect(new Set(each).size).toBeGreaterThan(1);
    expect(fill(three)).toBe(Math.max(...each));
  });

  it('ends when its seconds are over', async () => {
    const start = process.cpuUsage();
    const plan = await planOnThreads({ ...request, budget: { seconds: 0.3 } }, 2);
    expect(plan.containers).toHaveLength(1);
    // Of all threads. A search without an end would spend the time of the whole test.
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1e6).toBeLessThan(5);
  });

  it('rejects with the error of a thread', async () => {
    // Each search refuses it; so does the one of this thread.
    const pairs = Array.from({ length: 40 }, (_, i): [string, string] => [`a${i}`, `b${i}`]);
    await expect(planOnThreads({ ...request, conflicts: pairs }, 2)).rejects.toThrow(RangeError);
  });

  it('works in one bundled file, as it is deployed', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'planner-'));
    try {
      const outfile = join(directory, 'index.mjs');
      const entry = new URL('../../../functions/packing/threads.ts', import.meta.url).pathname;
      await build({ entryPoints: [entry], bundle: true, platform: 'node', format: 'esm', minify: true, outfile });
      // The solver's WebAssembly goes beside every bundle that has the solver.
      copyFileSync(
        new URL('../../../node_modules/highs/build/highs.wasm', import.meta.url),
        join(directory, 'highs.wasm'),
      );
      const caller = join(directory, 'call.mjs');
      writeFileSync(
        caller,
        `import { planOnThreads } from './index.mjs';
         process.stdout.write(JSON.stringify(await planOnThreads(${JSON.stringify(request)}, 2)));`,
      );
      const { stdout, stderr } = spawnSync(process.execPath, [caller], { encoding: 'utf8' });
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(await planOnThreads(request, 2))));
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHost } from '../../infra/local/host.ts';

/**
 * The host in a process of its own, which tells how long its event loop stood still: the most that the loop's thread has
 * computed between two of its turns, which does not count what other programs took of the processor meanwhile, and the most
 * that passed by the clock, which does.
 */

/** Milliseconds between two looks. */
const EVERY = 2;
const dataDir = mkdtempSync(join(tmpdir(), 'bench-'));
const host = await startHost({ port: 0, stepFunctionsPort: 0, dataDir });
const computed = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};
let last = { computed: computed(), clock: performance.now() };
let longest = { computed: 0, clock: 0 };
setInterval(() => {
  const now = { computed: computed(), clock: performance.now() };
  longest = {
    computed: Math.max(longest.computed, now.computed - last.computed),
    clock: Math.max(longest.clock, now.clock - last.clock - EVERY),
  };
  last = now;
}, EVERY);

process.on('message', (what) => {
  if (what === 'reset') longest = { computed: 0, clock: 0 };
  process.send?.(longest);
});
process.on('disconnect', () => {
  void host.close().finally(() => {
    rmSync(dataDir, { recursive: true, force: true });
    process.exit(0);
  });
});
process.send?.({
  url: host.url,
  token: await host.tokens.issue({ sub: 'bench', role: 'clerk', districtId: '500111' }),
});

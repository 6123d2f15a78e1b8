import type { Runtime } from '../../functions/shared/runtime.ts';

/** A function that is busy, fails or dies as it is told; for the tests of the host's threads. */
export const build =
  (runtime: Runtime) =>
  async (event: { busyMilliseconds?: number; fail?: string; exit?: boolean }): Promise<{ year: number }> => {
    const end = performance.now() + (event.busyMilliseconds ?? 0);
    while (performance.now() < end);
    if (event.exit) process.exit(3);
    if (event.fail !== undefined) throw Object.assign(new Error('told to fail'), { name: event.fail });
    return { year: runtime.now().getUTCFullYear() };
  };

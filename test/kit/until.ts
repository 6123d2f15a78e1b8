import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks until there is an answer, at once and then every few milliseconds: a test waits for what it observes, never for a
 * while that was long enough on somebody's machine.
 *
 * @param what what is waited for, for the error
 * @throws Error after `seconds`
 */
export async function until<T>(
  what: string,
  ask: () => T | undefined | Promise<T | undefined>,
  { seconds = 120, everyMs = 20 }: { readonly seconds?: number; readonly everyMs?: number } = {},
): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error(`waited ${seconds} s for ${what} in vain`);
    await delay(everyMs);
  }
}

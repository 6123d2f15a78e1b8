import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * The host's clock. It can be moved forward for trials (`POST /dev/clock`), never back; worker threads share it through
 * the offset's memory.
 */
export interface HostClock {
  readonly now: () => Date;
  /** @throws RangeError when the instant lies before the present one */
  moveTo(instant: Date): void;
  /** The offset in milliseconds, for `sharedClock` in another thread. */
  readonly memory: SharedArrayBuffer;
}

/** @param file where the offset is kept: a start must not lead back to before what was done under a moved clock */
export function hostClock(file: string): HostClock {
  const memory = new SharedArrayBuffer(8);
  const offset = new BigInt64Array(memory);
  if (existsSync(file)) offset[0] = BigInt(readFileSync(file, 'utf8'));
  const now = sharedClock(memory);
  return {
    now,
    memory,
    moveTo(instant) {
      if (instant.getTime() < now().getTime()) throw new RangeError('the clock only moves forward');
      const moved = BigInt(instant.getTime() - Date.now());
      Atomics.store(offset, 0, moved);
      writeFileSync(file, String(moved));
    },
  };
}

export function sharedClock(memory: SharedArrayBuffer): () => Date {
  const offset = new BigInt64Array(memory);
  return () => new Date(Date.now() + Number(Atomics.load(offset, 0)));
}

import { readWhole, writeWhole } from './whole-file.ts';

/**
 * [designed] Years by which the clock may be ahead of the machine's: longer than any term of the registry, short of where
 * the tariff, the rates and the calendar of the seeds mean nothing any more.
 */
export const MAX_YEARS_AHEAD = 20;

const MAX_AHEAD = MAX_YEARS_AHEAD * 366 * 24 * 3_600_000;

/**
 * The host's clock. It can be moved forward for trials (`POST /dev/clock`), never back; worker threads share it through
 * the offset's memory.
 */
export interface HostClock {
  readonly now: () => Date;
  /** The latest instant to which it can be moved. */
  readonly latest: () => Date;
  /** @throws RangeError when the instant lies before the present one or after the latest */
  moveTo(instant: Date): void;
  /** The offset in milliseconds, for `sharedClock` in another thread. */
  readonly memory: SharedArrayBuffer;
}

/**
 * @param file where the offset is kept: a start must not lead back to before what was done under a moved clock. One that
 * leads too far, which a host of before the bound could keep, leads to the bound: the folder can still be used
 * @throws BrokenFile
 */
export function hostClock(file: string): HostClock {
  const memory = new SharedArrayBuffer(8);
  const offset = new BigInt64Array(memory);
  offset[0] = readWhole(file, 'delete it; the clock then shows the time of the machine', offsetOf) ?? 0n;
  const now = sharedClock(memory);
  const latest = (): Date => new Date(Date.now() + MAX_AHEAD);
  return {
    now,
    latest,
    memory,
    moveTo(instant) {
      if (!(instant.getTime() >= now().getTime())) throw new RangeError('the clock only moves forward');
      if (instant > latest()) throw new RangeError(`the clock moves to ${latest().toISOString()} at most`);
      const moved = BigInt(instant.getTime() - Date.now());
      // Kept first: a disk that is full must not have the clock go back at the next start.
      writeWhole(file, String(moved));
      Atomics.store(offset, 0, moved);
    },
  };
}

function offsetOf(text: string): bigint {
  if (!/^-?\d+$/.test(text)) throw new TypeError('it does not hold a number of milliseconds');
  const offset = BigInt(text);
  return offset > MAX_AHEAD ? BigInt(MAX_AHEAD) : offset;
}

export function sharedClock(memory: SharedArrayBuffer): () => Date {
  const offset = new BigInt64Array(memory);
  return () => new Date(Date.now() + Number(Atomics.load(offset, 0)));
}

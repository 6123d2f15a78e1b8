import { type Batch, sessionOf } from './fact.ts';

/** A phone whose clock is further off than this is said to be. */
const CLOCK_OFF_MS = 120_000;

export type Clocks = ReadonlyMap<string, number>;

/**
 * How far the registry's clock is ahead of each session's, in milliseconds: the least of what its batches took to arrive.
 * Never the delay of one batch for its own facts alone, which would bring facts out of their order.
 */
export function clocksOf(batches: readonly Pick<Batch, 'delays'>[]): Clocks {
  const clocks = new Map<string, number>();
  for (const delay of batches.flatMap(({ delays }) => delays)) {
    const session = sessionOf(delay);
    clocks.set(session, Math.min(clocks.get(session) ?? Number.POSITIVE_INFINITY, delay.delayMs));
  }
  return clocks;
}

/** When it happened by the registry's clock, ISO 8601; never after it was first heard of. */
export function occurredAt(at: string, offsetMs: number, firstReceivedAt: string): string {
  const instant = Math.min(Date.parse(at) + offsetMs, Date.parse(firstReceivedAt));
  return new Date(instant).toISOString();
}

export const isClockOff = (offsetMs: number): boolean => Math.abs(offsetMs) > CLOCK_OFF_MS;

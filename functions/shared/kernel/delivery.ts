import { z } from 'zod';
import { named } from './named.ts';
import { DELIVERY_STATUS_NAMES } from './names.ts';

/**
 * How a message that leaves the registry is delivered, whatever it says and to whom.
 *
 * - `PENDING`: under way, or waits for its next attempt.
 * - `DEAD`: no attempt is left, or another would be in vain; it goes on when it is redriven.
 * - `HELD`: whoever is to have it has asked for a pause; the same.
 * - `DROPPED`: nobody is to have it any more.
 */
export const Delivering = z.object({
  id: z.string(),
  /** ISO 8601: when what it tells of happened. */
  at: z.string(),
  /** ISO 8601: when it was made, where that was so long after that it may have been made, and cleared away, before. */
  madeAt: z.string().optional(),
  status: named(DELIVERY_STATUS_NAMES),
  /** From 1; a redrive begins a further one, with attempts of its own. */
  round: z.int(),
  /** Attempts of this round. */
  attempts: z.int(),
  /** The last attempt: what was answered, or why nothing was. */
  last: z
    .object({ at: z.string(), status: z.int().optional(), fault: z.string().optional(), milliseconds: z.int() })
    .optional(),
  /** ISO 8601: the next attempt. */
  nextAt: z.string().optional(),
});

export type Delivering = Readonly<z.infer<typeof Delivering>>;

export type Attempt = NonNullable<Delivering['last']>;

/** What an attempt came to: it was taken; it was not, yet may be another time; or it never will be. */
export type Outcome = 'TAKEN' | 'AGAIN' | 'REFUSED';

/** A message that nobody has tried to send yet. */
export const UNTRIED = { round: 1, attempts: 0 } as const;

/**
 * [designed] Seconds between the attempts of a round, which together last a good day: a receiver that is down for a night
 * misses nothing. After the last the delivery is dead.
 */
export const PAUSES_SECONDS = [5, 60, 300, 1_800, 7_200, 18_000, 28_800, 36_000] as const;

/** HTTP: whoever answers with a status of success has taken a message; whatever else is answered may be mended. */
export const outcomeOf = (status: number): Outcome => (status >= 200 && status < 300 ? 'TAKEN' : 'AGAIN');

/**
 * A delivery after an attempt, and the seconds until the next where there is one.
 *
 * @param spread in [0, 1): spreads the attempts of many deliveries that failed together over a quarter of the pause
 */
export function attempted<D extends Delivering>(
  delivery: D,
  attempt: Attempt,
  outcome: Outcome,
  spread: number,
): { after: D; waitSeconds: number } {
  const tried = { attempts: delivery.attempts + 1, last: attempt };
  if (outcome === 'TAKEN') return { after: changed(delivery, { ...tried, status: 'DELIVERED' }), waitSeconds: 0 };
  const pause = PAUSES_SECONDS[delivery.attempts];
  if (outcome === 'REFUSED' || pause === undefined) {
    return { after: changed(delivery, { ...tried, status: 'DEAD' }), waitSeconds: 0 };
  }
  const waitSeconds = Math.ceil(pause * (1 + spread / 4));
  const nextAt = new Date(Date.parse(attempt.at) + waitSeconds * 1000).toISOString();
  return { after: changed(delivery, { ...tried, nextAt }), waitSeconds };
}

/** A delivery that ends without an attempt. */
export const ended = <D extends Delivering>(delivery: D, status: 'DEAD' | 'HELD' | 'DROPPED', last?: Attempt): D =>
  changed(delivery, { status, ...(last && { last }) });

/** A delivery that begins anew; the receiver knows it by the same identifier. */
export const redriven = <D extends Delivering>(delivery: D): D =>
  changed(delivery, { status: 'PENDING', round: delivery.round + 1, attempts: 0 });

/** What waits for nothing that is not said anew has no next attempt. */
function changed<D extends Delivering>(delivery: D, changes: Partial<Delivering>): D {
  const { nextAt: _nextAt, ...rest } = delivery;
  return { ...rest, ...changes } as D;
}

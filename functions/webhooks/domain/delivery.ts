import { z } from 'zod';
import { named } from '../../shared/kernel/named.ts';
import { DELIVERY_STATUS_NAMES } from './names.ts';
import type { Tiding } from './tidings.ts';

/** The log line that an alarm counts: a receiver took a message in no attempt. */
export const DEAD_DELIVERY = 'a delivery to a webhook is dead';

/** Tells a receiver of nothing: somebody tries whether it hears. */
export const PING = 'WebhookPing';

/**
 * One message to one webhook.
 *
 * - `PENDING`: under way, or waits for its next attempt.
 * - `DEAD`: no attempt is left; it goes on when it is redriven.
 * - `HELD`: its webhook was paused; the same.
 * - `DROPPED`: its webhook was deleted.
 */
export const Delivery = z.object({
  id: z.string(),
  webhookId: z.string(),
  event: z.string(),
  recordId: z.string(),
  /** ISO 8601: when what it tells of happened. */
  at: z.string(),
  /** What is sent, to the byte; it holds identifiers only. */
  body: z.string(),
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

export type Delivery = Readonly<z.infer<typeof Delivery>>;

export type Attempt = NonNullable<Delivery['last']>;

/** The body of a message. Receivers may rely on each field; some may be added. */
export const bodyOf = ({
  event,
  at,
  recordId,
  districtId,
  version,
  status,
  path,
}: Omit<Tiding, 'event' | 'parties' | 'roles'> & { readonly event: string }): string =>
  JSON.stringify({
    type: event,
    timestamp: at,
    data: { recordId, districtId, version, ...(status !== undefined && { status }), path },
  });

/**
 * [designed] Seconds between the attempts of a round, which together last a good day: a receiver that is down for a night
 * misses nothing. After the last the delivery is dead.
 */
export const PAUSES_SECONDS = [5, 60, 300, 1_800, 7_200, 18_000, 28_800, 36_000] as const;

/** A receiver has taken what it answers with a status of success. */
export const isTaken = ({ status = 0 }: Attempt): boolean => status >= 200 && status < 300;

/**
 * A delivery after an attempt, and the seconds until the next where there is one.
 *
 * @param spread in [0, 1): spreads the attempts of many deliveries that failed together over a quarter of the pause
 */
export function attempted(
  delivery: Delivery,
  attempt: Attempt,
  spread: number,
): { after: Delivery; waitSeconds: number } {
  const { nextAt: _nextAt, ...rest } = delivery;
  const tried = { ...rest, attempts: delivery.attempts + 1, last: attempt };
  if (isTaken(attempt)) return { after: { ...tried, status: 'DELIVERED' }, waitSeconds: 0 };
  const pause = PAUSES_SECONDS[delivery.attempts];
  if (pause === undefined) return { after: { ...tried, status: 'DEAD' }, waitSeconds: 0 };
  const waitSeconds = Math.ceil(pause * (1 + spread / 4));
  const nextAt = new Date(Date.parse(attempt.at) + waitSeconds * 1000).toISOString();
  return { after: { ...tried, nextAt }, waitSeconds };
}

/** A delivery that ends without an attempt. */
export function ended(delivery: Delivery, status: 'DEAD' | 'HELD' | 'DROPPED'): Delivery {
  const { nextAt: _nextAt, ...rest } = delivery;
  return { ...rest, status };
}

/** A delivery that begins anew; the receiver knows it by the same identifier. */
export function redriven(delivery: Delivery): Delivery {
  const { nextAt: _nextAt, ...rest } = delivery;
  return { ...rest, status: 'PENDING', round: delivery.round + 1, attempts: 0 };
}

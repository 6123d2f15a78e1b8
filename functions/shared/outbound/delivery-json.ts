import { z } from 'zod';
import { concepts } from '../kernel/concepts.ts';
import type { Delivering } from '../kernel/delivery.ts';
import { named } from '../kernel/named.ts';
import { DELIVERY_STATUS_NAMES } from '../kernel/names.ts';

/** How far a delivery has come, as the API shows it. */
export const PROGRESS = {
  status: named(DELIVERY_STATUS_NAMES),
  attempts: z.int().meta({ description: 'Since it was made or redriven' }),
  lastAttempt: z
    .object({
      at: z.string(),
      status: z.int().optional(),
      fault: z.string().optional().meta({ description: 'Why there was no answer, e.g. TIMEOUT' }),
      milliseconds: z.int(),
    })
    .optional(),
  nextAttemptAt: z.string().optional(),
};

export const progressOf = ({ status, attempts, last, nextAt }: Delivering) => ({
  status,
  attempts,
  ...(last && { lastAttempt: last }),
  ...(nextAt !== undefined && { nextAttemptAt: nextAt }),
});

/** What of a redrive of many the API answers; the cursor begins the next request where this one has ended. */
export const RedrivenJson = z.object({ redriven: z.int(), more: z.boolean(), nextCursor: z.string().nullable() });

concepts({ Redriven: RedrivenJson });

/**
 * What can be redriven of many: what is dead or held. [designed] So many by one request: each is two writes of a transaction,
 * which has a hundred at most.
 */
export const REDRIVABLE = { statuses: ['DEAD', 'HELD'], limit: 25 };

import { z } from 'zod';
import type { RowOf } from '../../shared/reference/lists/index.ts';

/** A seal number that a packing list has put on a container: it is no other container's for years. */
export const SealUse = z.object({
  sealNumber: z.string(),
  containerNumber: z.string(),
  consolidationId: z.string(),
  /** ISO 8601 in UTC. */
  usedAt: z.string(),
  usedUntil: z.string(),
});

export type SealUse = z.infer<typeof SealUse>;

export function sealUse(
  use: Pick<SealUse, 'sealNumber' | 'containerNumber' | 'consolidationId'>,
  at: string,
  { sealUsedMonths }: RowOf<'consolidationTerms'>,
): SealUse {
  const until = new Date(at);
  until.setUTCMonth(until.getUTCMonth() + sealUsedMonths);
  return { ...use, usedAt: at, usedUntil: until.toISOString() };
}

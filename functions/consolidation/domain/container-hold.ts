import { z } from 'zod';
import type { RowOf } from '../../shared/reference/lists/index.ts';

/** A container number in use by a confirmed consolidation. */
export const ContainerHold = z.object({
  containerNumber: z.string(),
  consolidationId: z.string(),
  /** Other consolidations whose packing lists have goods in it too. */
  sharedBy: z.array(z.string()).optional(),
  /** ISO 8601 in UTC. */
  heldUntil: z.string(),
});

export type ContainerHold = z.infer<typeof ContainerHold>;

export const holdFrom = (
  containerNumber: string,
  consolidationId: string,
  at: string,
  { containerHeldDays }: RowOf<'consolidationTerms'>,
): ContainerHold => ({
  containerNumber,
  consolidationId,
  heldUntil: new Date(Date.parse(at) + containerHeldDays * 24 * 3600 * 1000).toISOString(),
});

/** Everyone whose goods it may hold. */
export const holdersOf = ({ consolidationId, sharedBy = [] }: ContainerHold): string[] => [
  consolidationId,
  ...sharedBy,
];

/** Whether the time of a hold has not run out. */
export const isHeld = (hold: ContainerHold, at: string): boolean => Date.parse(hold.heldUntil) > Date.parse(at);

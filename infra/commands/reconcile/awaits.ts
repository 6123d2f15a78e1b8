import { awaits as consolidation } from '../../../functions/consolidation/services/awaited.ts';
import { awaits as credit } from '../../../functions/credit/services/awaited.ts';
import { awaits as filing } from '../../../functions/filing/services/awaited.ts';
import { awaits as interchange } from '../../../functions/interchange/services/awaited.ts';
import type { Awaits } from '../../../functions/shared/outbox/awaited.ts';

/** Every kind of record that waits for a workflow; a capability's own are registered here. */
export const AWAITS: readonly Awaits[] = [...filing, ...credit, ...consolidation, ...interchange];

/**
 * What the names of executions begin with, and the third part of the keys of the records that they are for. A party's
 * scoring is for it, though it waits for none.
 */
export const RECORDS: Readonly<Record<string, string>> = Object.fromEntries(
  [...AWAITS.map(({ kind }) => kind), 'ENTITY'].map((kind) => [kind.toLowerCase().replaceAll('_', ''), kind]),
);

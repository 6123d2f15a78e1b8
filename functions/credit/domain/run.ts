import { z } from 'zod';

/** A run over every entity of some districts. */
export const CreditRun = z.object({
  id: z.string(),
  districtId: z.string(),
  /** The districts whose entities are scored. */
  districtIds: z.array(z.string()).min(1),
  status: z.enum(['RUNNING', 'FINISHED']),
  startedAt: z.string(),
  startedBy: z.string(),
});

export type CreditRun = z.infer<typeof CreditRun>;

/** Neighbouring entities of a district, from the first to the last in the order of their identifiers. */
export const Batch = z.object({
  no: z.int(),
  districtId: z.string(),
  from: z.string(),
  to: z.string(),
});

export type Batch = z.infer<typeof Batch>;

/** What a finished batch did. */
export const BatchResult = z.object({
  no: z.int(),
  entities: z.int(),
  /** Entities whose score or grade this run changed. */
  changed: z.int(),
});

export type BatchResult = z.infer<typeof BatchResult>;

/** How far a run is. */
export const CreditRunProgress = CreditRun.omit({ startedBy: true, districtId: true }).extend({
  /** Entities scored so far. */
  entities: z.int(),
  changed: z.int(),
  batches: z.int(),
});

export type CreditRunProgress = z.infer<typeof CreditRunProgress>;

export const progressOf = (run: CreditRun, done: readonly BatchResult[]): CreditRunProgress => ({
  id: run.id,
  districtIds: run.districtIds,
  status: run.status,
  startedAt: run.startedAt,
  entities: done.reduce((sum, batch) => sum + batch.entities, 0),
  changed: done.reduce((sum, batch) => sum + batch.changed, 0),
  batches: done.length,
});

/** Entities of a batch, at least; few enough for one call of the function. */
const BATCH_SIZE = 100;

/** Batches of a run, at most: their bounds must fit the 256 KiB that an execution may carry from state to state. */
const MOST_BATCHES = 1000;

/** Cuts the entities of each district, in order, into batches. */
export function batchesOf(
  lists: readonly { readonly districtId: string; readonly entityIds: readonly string[] }[],
): Batch[] {
  const total = lists.reduce((sum, { entityIds }) => sum + entityIds.length, 0);
  const size = Math.max(BATCH_SIZE, Math.ceil(total / MOST_BATCHES));
  const batches: Batch[] = [];
  for (const { districtId, entityIds } of lists) {
    for (let start = 0; start < entityIds.length; start += size) {
      const part = entityIds.slice(start, start + size);
      batches.push({ no: batches.length, districtId, from: part.at(0) ?? '', to: part.at(-1) ?? '' });
    }
  }
  return batches;
}

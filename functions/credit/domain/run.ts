import { z } from 'zod';
import { Grade } from '../../events/credit.ts';
import { executionName, isOverdue } from '../../shared/kernel/attempt.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { named } from '../../shared/kernel/named.ts';
import { CREDIT_RUN_STATUS_NAMES } from './names.ts';
import { Tally } from './statistics.ts';

/**
 * A run over every entity of some districts: it scores them again or, as a simulation, compares what a draft scorecard
 * would give on a day.
 */
export const CreditRun = z.object({
  id: z.string(),
  districtId: z.string(),
  /** The districts whose entities are scored. */
  districtIds: z.array(z.string()).min(1),
  simulation: z.object({ scorecardVersion: z.string(), asOf: z.string() }).optional(),
  status: named(CREDIT_RUN_STATUS_NAMES),
  startedAt: z.string(),
  startedBy: z.string(),
  /** How often it was started; more than once where it broke off. */
  attempt: z.int().optional(),
  /** Name of the error that it broke off with. */
  error: z.string().optional(),
});

/** The name of the execution that carries a run out: one for each time that it was started. */
export const executionNameOf = ({ id, attempt }: Pick<CreditRun, 'id' | 'attempt'>): string =>
  executionName(id, attempt);

/** [designed] Hours after which an execution is over, whatever became of it: its TimeoutSeconds come to six. */
const LONGEST_HOURS = 7;

/**
 * How a run stands: one whose execution cannot be running any more has failed, though nobody could say so.
 *
 * @param since when it was started last
 */
export const statusAt = ({ status }: Pick<CreditRun, 'status'>, since: string, at: string): CreditRun['status'] =>
  status === 'RUNNING' && isOverdue(since, LONGEST_HOURS, at) ? 'FAILED' : status;

export type CreditRun = z.infer<typeof CreditRun>;

/** Neighbouring entities of a district, from the first to the last in the order of their identifiers. */
export const Batch = z.object({ districtId: z.string(), from: z.string(), to: z.string() });

export type Batch = z.infer<typeof Batch>;

/** What a finished batch did. */
export const BatchResult = Batch.extend({
  entities: z.int(),
  /** Entities whose score or grade the run changed, or a simulated card would. */
  changed: z.int(),
  /** Only of a simulation: entities by the grades that they would leave and reach, e.g. `B>C`. */
  moves: z.record(z.string(), z.int()).optional(),
  /** Only of a run that scores: the distribution of its entities. */
  tally: Tally.optional(),
});

export type BatchResult = z.infer<typeof BatchResult>;

const Reached = z.object({ score: z.int(), grade: Grade, scorecardVersion: z.string() });

/** An entity to which a simulated card would give another grade. */
export const Mover = z.object({ entityId: z.string(), name: z.string(), before: Reached, after: Reached });

export type Mover = z.infer<typeof Mover>;

/** Entities of a batch, at least; few enough for one call of the function. */
const BATCH_SIZE = 100;

/** Batches of a run, at most: their bounds must fit the 256 KiB that an execution may carry from state to state. */
const MAX_BATCHES = 1000;

/**
 * Cuts the entities of each district, in order, into batches; of a run that is taken up again, only those in no finished
 * batch. No batch reaches over a finished one, so that nobody is scored twice.
 */
export function batchesOf(
  lists: readonly { readonly districtId: string; readonly entityIds: readonly string[] }[],
  done: readonly Batch[] = [],
): Batch[] {
  const total = lists.reduce((sum, { entityIds }) => sum + entityIds.length, 0);
  // Each district may leave one batch that is not full. What is left of a run is cut as the run was, into no more batches.
  const size = Math.max(BATCH_SIZE, Math.ceil(total / (MAX_BATCHES - lists.length)));
  return lists.flatMap(({ districtId, entityIds }) =>
    notDone(
      entityIds,
      done.filter((batch) => batch.districtId === districtId),
    ).flatMap((neighbours) => cut(districtId, neighbours, size)),
  );
}

/** What lies before, between and after the finished batches. */
function notDone(entityIds: readonly string[], done: readonly Batch[]): string[][] {
  const ahead = done.toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const gaps: string[][] = [[]];
  let next = 0;
  for (const id of entityIds) {
    while ((ahead[next]?.to ?? id) < id) {
      next += 1;
      gaps.push([]);
    }
    if (id < (ahead[next]?.from ?? '~')) gaps.at(-1)?.push(id);
  }
  return gaps;
}

function cut(districtId: string, entityIds: readonly string[], size: number): Batch[] {
  const batches: Batch[] = [];
  for (let start = 0; start < entityIds.length; start += size) {
    const part = entityIds.slice(start, start + size);
    batches.push({ districtId, from: part.at(0) ?? '', to: part.at(-1) ?? '' });
  }
  return batches;
}

/** How far a run is. */
export const CreditRunProgress = CreditRun.omit({ startedBy: true, districtId: true, attempt: true }).extend({
  /** Entities done so far. */
  entities: z.int(),
  changed: z.int(),
  batches: z.int(),
  /** Only of a simulation: entities by the grades they would leave and reach. */
  moves: z.array(z.object({ from: z.string(), to: z.string(), entities: z.int() })).optional(),
});

concepts({ CreditRunMover: Mover, CreditRun: CreditRunProgress });

export type CreditRunProgress = z.infer<typeof CreditRunProgress>;

export function progressOf(run: CreditRun, done: readonly BatchResult[]): CreditRunProgress {
  const { districtId: _district, startedBy: _by, attempt: _attempt, ...shown } = run;
  const sum = (of: (batch: BatchResult) => number) => done.reduce((total, batch) => total + of(batch), 0);
  const moves = new Set(done.flatMap((batch) => Object.keys(batch.moves ?? {})));
  return {
    ...shown,
    entities: sum((batch) => batch.entities),
    changed: sum((batch) => batch.changed),
    batches: done.length,
    ...(run.simulation && {
      moves: [...moves].toSorted().map((move) => {
        const [from = '', to = ''] = move.split('>');
        return { from, to, entities: sum((batch) => batch.moves?.[move] ?? 0) };
      }),
    }),
  };
}

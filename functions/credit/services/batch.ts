import type { Runtime } from '../../shared/runtime.ts';
import { factsOf } from '../domain/event.ts';
import type { Batch, BatchResult, CreditRun, Mover } from '../domain/run.ts';
import type { Assessment } from '../domain/score.ts';
import { sameStanding } from '../domain/standing.ts';
import { tallyOf } from '../domain/statistics.ts';
import type { Subject } from '../domain/subject.ts';
import { creditStore } from '../store/index.ts';
import { scorecardStore } from '../store/scorecards.ts';
import { assessor, scoreEntity } from './scoring.ts';

/** Entities worked on at once: enough to hide the table's latency. */
const PARALLEL = 10;

/** Scores every entity of a batch. */
export async function scoreBatch(runtime: Runtime, run: CreditRun, batch: Batch): Promise<BatchResult> {
  const assess = await assessor(runtime, await scorecardStore(runtime.table).published());
  const scored = await eachEntity(runtime, batch, async (subject) =>
    scoreEntity(runtime, assess, subject, { type: 'RUN', id: run.id }),
  );
  // Counted by what the standings say, so that a batch done again counts the same.
  const changed = scored.filter(({ standing }) => standing.cause.id === run.id).length;
  return { ...batch, entities: scored.length, changed, tally: tallyOf(scored) };
}

/** Compares, entity by entity, the cards that score with a draft; nothing is kept but the comparison and who would move. */
export async function simulateBatch(
  runtime: Runtime,
  { scorecardVersion, asOf }: NonNullable<CreditRun['simulation']>,
  batch: Batch,
): Promise<{ result: BatchResult; movers: Mover[] }> {
  const cards = scorecardStore(runtime.table);
  const draft = await cards.record(scorecardVersion);
  if (!draft) throw new Error(`there is no scorecard ${scorecardVersion}`);
  const now = await assessor(runtime, await cards.published());
  const then = await assessor(runtime, [draft.data.card]);
  const store = creditStore(runtime.table);
  const pairs = await eachEntity(runtime, batch, async (subject) => {
    if (asOf < subject.registeredOn) return [];
    const facts = factsOf(await store.events(subject.entityId));
    return [{ subject, before: now(subject, facts, asOf), after: then(subject, facts, asOf) }];
  });
  const compared = pairs.flat();
  const moves = Object.groupBy(compared, ({ before, after }) => `${before.grade}>${after.grade}`);
  return {
    result: {
      ...batch,
      entities: compared.length,
      changed: compared.filter(({ before, after }) => !sameStanding(before, after)).length,
      moves: Object.fromEntries(Object.entries(moves).map(([move, all]) => [move, all?.length ?? 0])),
    },
    movers: compared
      .filter(({ before, after }) => before.grade !== after.grade)
      .map(({ subject: { entityId, name }, before, after }) => ({
        entityId,
        name,
        before: reached(before),
        after: reached(after),
      })),
  };
}

const reached = ({ score, grade, scorecardVersion }: Assessment) => ({ score, grade, scorecardVersion });

async function eachEntity<T>(runtime: Runtime, batch: Batch, work: (subject: Subject) => Promise<T>): Promise<T[]> {
  const subjects = await creditStore(runtime.table).subjects(batch.districtId, batch);
  const results: T[] = [];
  for (let start = 0; start < subjects.length; start += PARALLEL) {
    results.push(...(await Promise.all(subjects.slice(start, start + PARALLEL).map(work))));
  }
  return results;
}

import { dayOf } from '../../../functions/credit/domain/day.ts';
import type { CreditEntity, Fact } from '../../../functions/credit/domain/fact.ts';
import { rulebook } from '../../../functions/credit/domain/rulebook.ts';
import { score } from '../../../functions/credit/domain/score.ts';
import { SHIPPED_SCORECARDS } from '../../../functions/credit/store/scorecards.ts';
import { EntityKind } from '../../../functions/events/entity.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';
import { median, type Row } from '../row.ts';

const FACTS_EACH = 20;

/** The section of the bench. */
export async function bench(): Promise<Row[]> {
  const runs = Array.from({ length: 7 }, () => measureScoring().perSecond);
  return [{ name: 'entities of 20 facts scored on one core', value: median(runs), unit: '/s' }];
}

/** Entities that are held at once; a run reads them in batches too. */
const BATCH = 1000;

/**
 * Entities scored per second on one core, each with 20 facts of the last 12 months that apply to its kind, in
 * random order. Seconds are of the
 * processor, so that whatever else runs on the machine does not count.
 *
 * @param passes over a batch of 1,000 entities
 */
export function measureScoring(passes = 400): { entities: number; seconds: number; perSecond: number } {
  const [card] = SHIPPED_SCORECARDS;
  if (!card) throw new Error('no scorecard ships');
  const book = rulebook(card, shippedOn(card.effectiveFrom).severityTerms);
  const asOf = dayOf('2026-11-01');
  const random = generator(20_260_317);
  const entities = Array.from({ length: BATCH }, (_, index): { entity: CreditEntity; facts: Fact[] } => {
    const kind = pick(EntityKind.options, random);
    const codes = [...book.rules[kind].keys()];
    return {
      entity: { kind, registeredOn: asOf - 400 },
      facts: Array.from({ length: FACTS_EACH }, (_none, no) => ({
        eventId: `creditevent-500111-${index}-${no}`,
        indicator: pick(codes, random),
        occurredOn: asOf - Math.floor(random() * 365),
      })),
    };
  });
  const pass = (): number =>
    entities.reduce((sum, { entity, facts }) => sum + score(facts, book, asOf, entity).score, 0);
  const expected = pass();
  for (let warmUp = 0; warmUp < 20; warmUp += 1) pass();
  const start = process.cpuUsage();
  for (let done = 0; done < passes; done += 1)
    if (pass() !== expected) throw new Error('the same facts scored differently');
  const { user, system } = process.cpuUsage(start);
  const seconds = (user + system) / 1e6;
  const scored = passes * BATCH;
  return { entities: scored, seconds, perSecond: Math.round(scored / seconds) };
}

const pick = <T>(items: readonly T[], random: () => number): T => {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
};

/** Linear congruential generator (Numerical Recipes): the same data on every run. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

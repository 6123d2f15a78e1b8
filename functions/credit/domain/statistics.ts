import { z } from 'zod';
import { GRADES } from '../../events/credit.ts';
import { EntityKind } from '../../events/entity.ts';
import type { Assessment } from './score.ts';

const Count = z.int().min(0);

/**
 * How the entities of a batch, a district or the city are distributed. Tallies add up, so that a run counts while it scores
 * and nobody is looked at twice.
 */
export const Tally = z.object({
  /** Entities by kind and grade, e.g. `merchant#B`. */
  grades: z.record(z.string(), Count),
  /** Entities by the lowest score of their bin, e.g. `70`. */
  scores: z.record(z.string(), Count),
  /** Entities by indicator and facts of it in force: `ONE` or `MORE`; the others have none. */
  indicators: z.record(z.string(), z.object({ ONE: Count, MORE: Count })),
});

export type Tally = z.infer<typeof Tally>;

/** Width of a bin of scores; the full score of 100 lies in the last. */
export const SCORE_BIN = 10;

const LAST_BIN = 100 - SCORE_BIN;

export function tallyOf(
  scored: readonly { readonly subject: { readonly kind: EntityKind }; readonly assessment: Assessment }[],
): Tally {
  const tally: Tally = { grades: {}, scores: {}, indicators: {} };
  for (const { subject, assessment } of scored) {
    const { score, grade, contributions } = assessment;
    count(tally.grades, `${subject.kind}#${grade}`);
    count(tally.scores, String(Math.min(Math.floor(score / SCORE_BIN) * SCORE_BIN, LAST_BIN)));
    const facts = Object.groupBy(contributions, ({ indicator }) => indicator);
    for (const [indicator, all = []] of Object.entries(facts)) {
      const seen = tally.indicators[indicator] ?? { ONE: 0, MORE: 0 };
      tally.indicators[indicator] = seen;
      seen[all.length === 1 ? 'ONE' : 'MORE'] += 1;
    }
  }
  return tally;
}

export function sumOf(tallies: readonly Tally[]): Tally {
  const sum: Tally = { grades: {}, scores: {}, indicators: {} };
  for (const { grades, scores, indicators } of tallies) {
    for (const [key, entities] of Object.entries(grades)) count(sum.grades, key, entities);
    for (const [key, entities] of Object.entries(scores)) count(sum.scores, key, entities);
    for (const [indicator, { ONE, MORE }] of Object.entries(indicators)) {
      const seen = sum.indicators[indicator] ?? { ONE: 0, MORE: 0 };
      sum.indicators[indicator] = { ONE: seen.ONE + ONE, MORE: seen.MORE + MORE };
    }
  }
  return sum;
}

function count(counts: Record<string, number>, key: string, entities = 1): void {
  counts[key] = (counts[key] ?? 0) + entities;
}

export const entitiesIn = ({ grades }: Tally): number => Object.values(grades).reduce((sum, one) => sum + one, 0);

export const gradesIn = ({ grades }: Tally, kinds: readonly EntityKind[] = EntityKind.options) =>
  GRADES.map((grade) => ({
    grade,
    entities: kinds.reduce((sum, kind) => sum + (grades[`${kind}#${grade}`] ?? 0), 0),
  }));

export const scoresIn = ({ scores }: Tally) =>
  Array.from({ length: 100 / SCORE_BIN }, (_, index) => {
    const from = index * SCORE_BIN;
    return { from, to: from === LAST_BIN ? 100 : from + SCORE_BIN - 1, entities: scores[String(from)] ?? 0 };
  });

/** Entities that have no fact of an indicator in force, one, and more. */
export function factsIn(tally: Tally, indicator: string): { NONE: number; ONE: number; MORE: number } {
  const { ONE, MORE } = tally.indicators[indicator] ?? { ONE: 0, MORE: 0 };
  return { NONE: entitiesIn(tally) - ONE - MORE, ONE, MORE };
}

/** What an empty bin counts as, the usual convention; the logarithm of nothing is not finite. */
const MIN_SHARE = 0.0001;

/**
 * Population stability index of two distributions over the same bins: Σ (now − before) · ln(now / before) of the shares.
 * By convention below 0.1 is stable, from 0.25 on the population has changed.
 *
 * @returns undefined where one of them is empty
 */
export function stabilityIndex(before: readonly number[], now: readonly number[]): number | undefined {
  const [totalBefore, totalNow] = [before, now].map((bins) => bins.reduce((sum, one) => sum + one, 0));
  if (!totalBefore || !totalNow) return undefined;
  return now.reduce((sum, entities, bin) => {
    const share = Math.max(entities / totalNow, MIN_SHARE);
    const expected = Math.max((before[bin] ?? 0) / totalBefore, MIN_SHARE);
    return sum + (share - expected) * Math.log(share / expected);
  }, 0);
}

/** The calendar month before, `YYYY-MM`. */
export function monthBefore(month: string): string {
  const [year = 0, no = 0] = month.split('-').map(Number);
  return no === 1
    ? `${String(year - 1).padStart(4, '0')}-12`
    : `${month.slice(0, 5)}${String(no - 1).padStart(2, '0')}`;
}

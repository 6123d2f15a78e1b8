import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf } from '../../../../functions/credit/domain/day.ts';
import { score } from '../../../../functions/credit/domain/score.ts';
import {
  entitiesIn,
  factsIn,
  gradesIn,
  monthBefore,
  scoresIn,
  stabilityIndex,
  sumOf,
  tallyOf,
} from '../../../../functions/credit/domain/statistics.ts';
import { EntityKind } from '../../../../functions/events/entity.ts';
import { BOOK, fact } from './kit.ts';

const scored = (kind: EntityKind, ...facts: string[]) => ({
  subject: { kind },
  assessment: score(
    facts.map((text) => fact(text)),
    BOOK,
    dayOf('2026-04-01'),
    { kind, registeredOn: dayOf('2026-01-05') },
  ),
});

const DRAWN = [
  'COMPLAINT_UPHELD@2026-03-01',
  'CHECK_OBSTRUCTED@2026-03-02',
  'SMUGGLING@2026-03-03',
  'AEO_ADVANCED@2026-03-04',
];
const entities = fc
  .tuple(fc.constantFrom(...EntityKind.options), fc.subarray(DRAWN))
  .map(([kind, facts]) => scored(kind, ...facts));

describe('a tally', () => {
  it('counts entities by kind and grade, by bins of the score, and by facts of each indicator in force', () => {
    const tally = tallyOf([
      scored('merchant'), // 80, B
      scored('merchant', 'COMPLAINT_UPHELD@2026-03-01', 'COMPLAINT_UPHELD@2026-03-02'), // 74, C
      scored('customsBroker', 'SMUGGLING@2026-03-01'), // 0, D
      scored('customsBroker', 'COMPLAINT_UPHELD@2025-06-01'), // past its term: 80, B
    ]);
    expect(tally).toEqual({
      grades: { 'merchant#B': 1, 'merchant#C': 1, 'customsBroker#D': 1, 'customsBroker#B': 1 },
      scores: { 80: 2, 70: 1, 0: 1 },
      indicators: { COMPLAINT_UPHELD: { ONE: 0, MORE: 1 }, SMUGGLING: { ONE: 1, MORE: 0 } },
    });
    expect(factsIn(tally, 'COMPLAINT_UPHELD')).toEqual({ NONE: 3, ONE: 0, MORE: 1 });
    expect(gradesIn(tally, ['merchant']).map(({ entities: count }) => count)).toEqual([0, 1, 1, 0]);
    expect(scoresIn(tally).at(-1)).toEqual({ from: 90, to: 100, entities: 0 });
  });

  it('puts everybody in exactly one bin of each distribution, however they are split over batches', () => {
    fc.assert(
      fc.property(fc.array(entities, { maxLength: 30 }), fc.nat(30), (all, at) => {
        const tally = sumOf([tallyOf(all.slice(0, at)), tallyOf(all.slice(at))]);
        expect(tally).toEqual(tallyOf(all));
        expect(entitiesIn(tally)).toBe(all.length);
        const counts = [gradesIn(tally), scoresIn(tally)].map((bins) =>
          bins.reduce((sum, bin) => sum + bin.entities, 0),
        );
        expect(counts).toEqual([all.length, all.length]);
        for (const indicator of Object.keys(tally.indicators)) {
          const { NONE, ONE, MORE } = factsIn(tally, indicator);
          expect(NONE).toBeGreaterThanOrEqual(0);
          expect(NONE + ONE + MORE).toBe(all.length);
        }
      }),
    );
  });
});

describe('the stability index', () => {
  it('is what the formula gives by hand', () => {
    // Shares 0.5, 0.5 before and 0.75, 0.25 now: 0.25 · ln 1.5 + (−0.25) · ln 0.5 = 0.10137 + 0.17329 = 0.27465.
    expect(stabilityIndex([10, 10], [30, 10])).toBeCloseTo(0.27465, 5);
    // A bin that emptied counts as 0.0001: (1 − 0.5) · ln 2 + (0.0001 − 0.5) · ln 0.0002 = 0.34657 + 4.25775 = 4.60432.
    expect(stabilityIndex([1, 1], [2, 0])).toBeCloseTo(4.60432, 5);
  });

  it('is 0 for the same shares, positive for others, and the same both ways', () => {
    const bins = fc.array(fc.nat(1000), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(bins, bins, fc.integer({ min: 1, max: 9 }), (before, now, times) => {
        const index = stabilityIndex(before, now);
        const isEmpty = [before, now].some((one) => one.every((count) => count === 0));
        expect(index === undefined).toBe(isEmpty);
        if (index === undefined) return;
        expect(index).toBeGreaterThanOrEqual(0);
        expect(stabilityIndex(now, before)).toBeCloseTo(index, 9);
        expect(
          stabilityIndex(
            before,
            before.map((count) => count * times),
          ),
        ).toBeCloseTo(0, 9);
      }),
    );
  });
});

it.each([
  ['2026-03', '2026-02'],
  ['2026-10', '2026-09'],
  ['2026-01', '2025-12'],
])('the month before %s is %s', (month, before) => {
  expect(monthBefore(month)).toBe(before);
});

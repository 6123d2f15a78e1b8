import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lot } from '../../../../functions/packing/group/model.ts';
import { enumerate, price } from '../../../../functions/packing/group/pricing.ts';
import { problemOf } from '../../../../functions/packing/group/problem.ts';

const VEHICLE = { type: 'BOX', volumeMm3: 30, massG: 28, cost: 10 };

const lot = fc.record({
  volumeMm3: fc.integer({ min: 1, max: 20 }),
  massG: fc.integer({ min: 1, max: 15 }),
  usdMinor: fc.integer({ min: 1, max: 90 }),
  classes: fc.constantFrom([], [], ['FOOD'], ['CHEMICAL']),
});
const priced = fc
  .array(fc.tuple(lot, fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 8 })
  .map((all) => ({ lots: all.map(([one], at): Lot => ({ ...one, id: `lot-${at}` })), worth: all.map(([, w]) => w) }));

const problemWith = (lots: readonly Lot[]) =>
  problemOf({ lots, vehicles: [VEHICLE], maxUsdMinor: 150, conflicts: [['FOOD', 'CHEMICAL']], seconds: 1 }).problem;

const total = (members: readonly number[], of: (at: number) => number): number =>
  members.reduce((sum, at) => sum + of(at), 0);

/** Every set of lots that fits the vehicle, by trying them all. */
function fitting(lots: readonly Lot[]): number[][] {
  const sets = Array.from({ length: 2 ** lots.length }, (_, bits) =>
    lots.flatMap((_lot, at) => ((bits >> at) & 1 ? [at] : [])),
  );
  return sets.filter((members) => {
    const named = new Set(members.flatMap((at) => lots[at]?.classes ?? []));
    return (
      total(members, (at) => lots[at]?.volumeMm3 ?? 0) <= VEHICLE.volumeMm3 &&
      total(members, (at) => lots[at]?.massG ?? 0) <= VEHICLE.massG &&
      total(members, (at) => lots[at]?.usdMinor ?? 0) <= 150 &&
      !(named.has('FOOD') && named.has('CHEMICAL'))
    );
  });
}

const isWithin = (part: readonly number[], whole: readonly number[]): boolean => part.every((at) => whole.includes(at));

describe('the sets of lots of a vessel', () => {
  it('that are worth more than the bar and take no other lot are all found, and no others', () => {
    fc.assert(
      fc.property(priced, fc.integer({ min: 0, max: 30 }), ({ lots, worth }, bar) => {
        const problem = problemWith(lots);
        const [vessel] = problem.vessels;
        if (!vessel) throw new Error('there is one vehicle');
        const all = fitting(lots);
        const wanted = all
          .filter((members) => members.length > 0 && total(members, (at) => worth[at] ?? 0) > bar)
          .filter((members) => !all.some((other) => other.length > members.length && isWithin(members, other)));
        const found = enumerate(problem, vessel, worth, bar, 1000) ?? [];
        const named = (sets: readonly (readonly number[])[]) =>
          sets.map((set) => set.toSorted((a, b) => a - b).join()).toSorted();
        expect(named(found)).toEqual(named(wanted));
      }),
      { numRuns: 150 },
    );
  });

  it('that are worth more than the container costs end with the one worth most', () => {
    fc.assert(
      fc.property(priced, ({ lots, worth }) => {
        const problem = problemWith(lots);
        const [vessel] = problem.vessels;
        if (!vessel) throw new Error('there is one vehicle');
        const most = Math.max(...fitting(lots).map((members) => total(members, (at) => worth[at] ?? 0)));
        const { found, bound } = price(problem, vessel, worth);
        const values = found.map((members) => total(members, (at) => worth[at] ?? 0));
        expect(bound).toBe(Math.max(most, VEHICLE.cost));
        expect(values.every((value) => value > VEHICLE.cost)).toBe(true);
        if (most > VEHICLE.cost) expect(values.at(-1)).toBe(most);
        else expect(values).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

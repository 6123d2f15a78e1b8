import fc from 'fast-check';
import { expect } from 'vitest';
import { planLoad } from '../../../../functions/packing/load/plan.ts';
import type { CargoItem, ContainerType, LoadRequest } from '../../../../functions/packing/model.ts';
import { verifyLoad } from '../../../../functions/packing/verify/verify-load.ts';

const item = (id: string): fc.Arbitrary<CargoItem> =>
  fc
    .record({
      lengthMm: fc.integer({ min: 150, max: 900 }),
      widthMm: fc.integer({ min: 150, max: 700 }),
      heightMm: fc.integer({ min: 100, max: 600 }),
      massG: fc.integer({ min: 0, max: 60_000 }),
      count: fc.integer({ min: 0, max: 25 }),
      upright: fc.boolean(),
      stackable: fc.boolean(),
      maxLoadG: fc.option(fc.integer({ min: 0, max: 100_000 }), { freq: 4, nil: undefined }),
      group: fc.constantFrom('m1', 'm2'),
      segregation: fc.constantFrom(undefined, 'food', 'chemicals', 'odorous'),
      stop: fc.constantFrom(1, 1, 2),
    })
    .map(({ upright, maxLoadG, segregation, ...rest }) =>
      Object.assign(
        { id, ...rest, orientations: { length: !upright, width: !upright, height: true } },
        maxLoadG === undefined ? {} : { maxLoadG },
        segregation === undefined ? {} : { segregation },
      ),
    );

const container = (type: string, cost: number): fc.Arbitrary<ContainerType> =>
  fc
    .record({
      lengthMm: fc.integer({ min: 800, max: 3_000 }),
      widthMm: fc.integer({ min: 600, max: 1_500 }),
      heightMm: fc.integer({ min: 500, max: 1_800 }),
      payloadG: fc.integer({ min: 50_000, max: 2_000_000 }),
      count: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
      door: fc.boolean(),
      maxFill: fc.constantFrom(undefined, undefined, 0.4, 0.8),
    })
    .map(({ count, door, maxFill, ...rest }) =>
      Object.assign(
        { type, cost, ...rest },
        count === undefined ? {} : { count },
        maxFill === undefined ? {} : { maxFill },
        door ? { doorHeightMm: rest.heightMm - 100 } : {},
      ),
    );

const conflicts: [string, string][] = [
  ['food', 'chemicals'],
  ['food', 'odorous'],
];

/** Requests with every kind of constraint at once, small enough for hundreds of them to be planned in seconds. */
export const anyRequest: fc.Arbitrary<LoadRequest> = fc
  .record({
    containers: fc
      .tuple(container('A', 3), container('B', 5))
      .chain(([a, b]) => fc.constantFrom<ContainerType[]>([a], [a, b], [{ ...b, count: 1 }])),
    items: fc.integer({ min: 1, max: 7 }).chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => item(`C${i}`)))),
    requireSupport: fc.boolean(),
    supportShare: fc.constantFrom(1, 0.8, 0.5),
    clearanceMm: fc.constantFrom(0, 50),
    budget: fc.integer({ min: 1, max: 60 }).map((completions) => ({ completions })),
    seed: fc.integer({ min: 1, max: 1_000 }),
  })
  .map(withConflicts);

function withConflicts(request: LoadRequest): LoadRequest {
  return { ...request, conflicts };
}

/** Plans a request, and holds the plan to an independent check and to its own bound. */
export function expectSoundPlan(request: LoadRequest): void {
  const plan = planLoad(request, () => 0);
  expect(verifyLoad(request, plan)).toEqual([]);
  if (plan.unplaced.length === 0) expect(plan.cost).toBeGreaterThanOrEqual(plan.lowerBound - 1e-6);
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planLoad } from '../../../../functions/packing/load/plan.ts';
import type { LoadPlan, LoadRequest } from '../../../../functions/packing/model.ts';
import { realistic } from '../../../kit/cargo.ts';
import { processorSeconds } from '../../../kit/processor-time.ts';
import { anyRequest, expectSoundPlan } from './random-cargo.ts';

describe('planLoad', () => {
  it('makes plans in which an independent check finds no fault, and costs no less than its lower bound, whatever the cargo', () => {
    fc.assert(fc.property(anyRequest, expectSoundPlan), { numRuns: 60 });
  });

  it('makes the same plan of the same request and completions', () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        expect(planLoad(request, () => 0)).toEqual(planLoad(structuredClone(request), () => 1e9));
      }),
      { numRuns: 15 },
    );
  });

  it('says in Chinese why cartons stay behind', () => {
    const plan = planLoad(
      {
        ...request,
        items: [
          { ...carton, id: 'long', lengthMm: 5_000, count: 2 },
          { ...carton, id: 'heavy', massG: 9_000_000 },
          { ...carton, id: 'many', lengthMm: 1_000, widthMm: 1_000, heightMm: 1_000, count: 9 },
        ],
      },
      () => 0,
    );
    expect(codes(plan)).toEqual({ long: 'FITS_NO_CONTAINER', heavy: 'TOO_HEAVY', many: 'NO_ROOM' });
    expect(plan.unplaced.find(({ itemId }) => itemId === 'many')?.count).toBe(1);
    for (const { reason } of plan.unplaced) expect(reason).toMatch(/请/u);
  });

  it('fills a container exactly where cartons allow it', () => {
    const plan = planLoad({ ...request, items: [{ ...carton, count: 64 }] }, () => 0);
    expect(plan.containers[0]?.volumeUtilisation).toBe(1);
    expect(plan.unplaced).toEqual([]);
  });

  it('fills no more of a container than is allowed, also where it is loaded stop by stop', () => {
    const [box] = request.containers;
    for (const stop of [1, 2]) {
      const items = [
        { ...carton, id: 'a', count: 40 },
        { ...carton, id: 'b', count: 40, stop },
      ];
      const plan = planLoad({ ...request, containers: [{ ...box!, maxFill: 0.76 }], items }, () => 0);
      expect(plan.containers[0]?.placements).toHaveLength(48);
      expect(plan.unplaced.reduce((sum, { count }) => sum + count, 0)).toBe(32);
    }
  });

  it('takes the smallest container that suffices', () => {
    const big = { type: 'box', lengthMm: 4_000, widthMm: 1_000, heightMm: 2_000, payloadG: 5_000_000, cost: 1 };
    const small = { ...big, type: 'small', lengthMm: 1_000, cost: 0.6 };
    const offered = { ...request, containers: [big, small] };
    const types = (count: number): string[] =>
      planLoad({ ...offered, items: [{ ...carton, count }] }, () => 0).containers.map(({ type }) => type);
    expect(types(16)).toEqual(['small']);
    expect(types(17)).toEqual(['box']);
    expect(types(80).toSorted()).toEqual(['box', 'small']);
  });

  it('plans nothing for no cargo', () => {
    expect(planLoad({ ...request, items: [] }, () => 0)).toMatchObject({ containers: [], unplaced: [], cost: 0 });
  });

  it('lays equal cartons of one owner together along the length', () => {
    const owned = { ...carton, count: 32 };
    const items = ['a', 'b'].map((group) => Object.assign({}, owned, { id: group, group }));
    const [load] = planLoad({ ...request, items }, () => 0).containers;
    const along = load!.placements.toSorted((p, q) => p.x - q.x).map(({ itemId }) => itemId);
    expect(along.filter((id, i) => id !== along[i - 1])).toEqual(['a', 'b']);
  });

  it('loads no less when part of a base may hang over', () => {
    fc.assert(
      fc.property(anyRequest, (any) => {
        const [container] = any.containers;
        const whole = { ...any, containers: [{ ...container!, count: 1 }], requireSupport: true, supportShare: 1 };
        const fill = (supportShare: number): number =>
          planLoad({ ...whole, supportShare }, () => 0).containers[0]?.volumeUtilisation ?? 0;
        expect(fill(0.6)).toBeGreaterThanOrEqual(fill(1) - 1e-9);
      }),
      { numRuns: 20 },
    );
  });

  it('has a first plan of a full high-cube within a second of the processor', async () => {
    const { containers, items } = realistic(2);
    const cargo = { ...request, containers, items, budget: { seconds: 1 } };
    let looks = 0;
    // The budget is spent when the planner looks again.
    const clock = (): number => (looks++ === 0 ? 0 : Number.MAX_SAFE_INTEGER);
    const { answer: plan, seconds } = await processorSeconds(() => planLoad(cargo, clock));
    expect(plan.containers[0]?.volumeUtilisation).toBeGreaterThan(0.8);
    expect(seconds).toBeLessThan(1);
  });

  it('stops when the clock says so', () => {
    let now = 0;
    const plan = planLoad(
      { ...request, items: [{ ...carton, lengthMm: 530, widthMm: 370, count: 50 }], budget: { seconds: 1 } },
      () => (now += 10),
    );
    expect(plan.completions).toBeLessThanOrEqual(102);
    expect(plan.containers).toHaveLength(1);
  });
});

const carton = {
  id: 'carton',
  lengthMm: 500,
  widthMm: 500,
  heightMm: 500,
  massG: 10_000,
  count: 1,
  orientations: { length: true, width: true, height: true },
};

const request: LoadRequest = {
  containers: [
    { type: 'box', lengthMm: 4_000, widthMm: 1_000, heightMm: 2_000, payloadG: 5_000_000, cost: 1, count: 1 },
  ],
  items: [],
  requireSupport: true,
  budget: { completions: 20 },
  seed: 1,
};

function codes({ unplaced }: LoadPlan): Record<string, string> {
  return Object.fromEntries(unplaced.map(({ itemId, code }) => [itemId, code]));
}

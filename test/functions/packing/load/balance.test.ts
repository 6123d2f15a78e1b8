import { describe, expect, it } from 'vitest';
import { planLoad } from '../../../../functions/packing/load/plan.ts';
import type { CargoItem, LoadRequest } from '../../../../functions/packing/model.ts';
import { verifyLoad } from '../../../../functions/packing/verify/verify-load.ts';

function cargo(id: string, massG: number, count: number, rest: Partial<CargoItem> = {}): CargoItem {
  const orientations = { length: false, width: false, height: true };
  return { id, lengthMm: 500, widthMm: 500, heightMm: 500, massG, count, orientations, ...rest };
}

function request(items: CargoItem[]): LoadRequest {
  return {
    containers: [{ type: 'box', lengthMm: 4_000, widthMm: 1_000, heightMm: 1_000, payloadG: 9e6, cost: 1, count: 1 }],
    items,
    requireSupport: true,
    budget: { completions: 10 },
    seed: 1,
  };
}

describe('the centre of gravity', () => {
  it.each([
    ['heavy and light walls', [cargo('heavy', 90_000, 8), cargo('light', 1_000, 24, { heightMm: 499 })]],
    ['half a load', [cargo('some', 10_000, 16)]],
    ['one heavy block among light ones', [cargo('anvil', 110_000, 1), cargo('light', 10_000, 28, { lengthMm: 499 })]],
  ])('comes near the middle of the length: %s', (_name, items) => {
    const asked = request(items);
    const plan = planLoad(asked, () => 0);
    expect(plan.unplaced).toEqual([]);
    expect(plan.containers[0]?.balance).toBe('WITHIN_GOAL');
    expect(verifyLoad(asked, plan)).toEqual([]);
  });

  it('is told to be beyond the limit where one block alone is most of the mass', () => {
    const asked = request([cargo('anvil', 500_000, 1), cargo('light', 10_000, 28, { lengthMm: 499 })]);
    const plan = planLoad(asked, () => 0);
    expect(plan.unplaced).toEqual([]);
    expect(plan.containers[0]?.balance).toBe('BEYOND_LIMIT');
    expect(verifyLoad(asked, plan)).toEqual([]);
  });

  it('stays where it is when stops fix the order of the walls', () => {
    const asked = request([cargo('first', 10_000, 4), cargo('last', 90_000, 4, { stop: 2 })]);
    const plan = planLoad(asked, () => 0);
    expect(plan.containers[0]?.balance).toBe('BEYOND_LIMIT');
    expect(verifyLoad(asked, plan)).toEqual([]);
  });
});

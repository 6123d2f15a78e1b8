import { describe, expect, it } from 'vitest';
import { planLoad } from '../../../../functions/packing/load/plan.ts';
import type { LoadPlan, LoadRequest } from '../../../../functions/packing/model.ts';
import { verifyLoad } from '../../../../functions/packing/verify/verify-load.ts';
import { realistic } from '../../../kit/cargo.ts';

const SLICES = 40;

/** A real high-cube container, offered `share` of the cargo that overfills it. */
function planOf(share: number, rest: Partial<LoadRequest> = {}, stops = 1): LoadPlan {
  const { containers, items } = realistic(3);
  const request: LoadRequest = {
    containers: containers.map((container) => Object.assign({}, container, { count: 1 })),
    items: items.map((item, i) =>
      Object.assign({}, item, { massG: 8_000, count: Math.floor(item.count * share), stop: 1 + (i % stops) }),
    ),
    requireSupport: true,
    budget: { completions: 20 },
    seed: 1,
    ...rest,
  };
  const plan = planLoad(request, () => 0);
  expect(verifyLoad(request, plan)).toEqual([]);
  expect(plan.unplaced).toEqual([]);
  return plan;
}

/** The height of the load in slices of the length, as shares of the container's height. */
function profile({ containers: [load] }: LoadPlan): number[] {
  const [{ lengthMm, heightMm } = { lengthMm: 0, heightMm: 0 }] = realistic(3).containers;
  return Array.from({ length: SLICES }, (_, k) =>
    load!.placements
      .filter((p) => p.x < ((k + 1) * lengthMm) / SLICES && p.x + p.lengthMm > (k * lengthMm) / SLICES)
      .reduce((top, p) => Math.max(top, (p.z + p.heightMm) / heightMm), 0),
  );
}

describe('a container with room to spare', () => {
  it.each([0.15, 0.3, 0.45, 0.6])('is loaded low over the whole length: %d of the cargo', (share) => {
    const plan = planOf(share);
    const [load] = plan.containers;
    const heights = profile(plan);
    // Within a layer of what level cargo would have.
    expect(Math.max(...heights)).toBeLessThan(load!.volumeUtilisation + 0.2);
    expect(Math.min(...heights.slice(0, -2))).toBeGreaterThan(load!.volumeUtilisation / 2);
    expect(load!.balance).toBe('WITHIN_GOAL');
  });

  it('is so where cartons need no support', () => {
    expect(Math.max(...profile(planOf(0.3, { requireSupport: false })))).toBeLessThan(0.5);
  });

  it('is so with several stops, each in its part of the length', () => {
    const plan = planOf(0.3, {}, 3);
    expect(Math.max(...profile(plan))).toBeLessThan(0.6);
    expect(plan.containers[0]?.balance).not.toBe('BEYOND_LIMIT');
  });

  it('is so where mass and not room is short', () => {
    const { containers, items } = realistic(3);
    const request: LoadRequest = {
      containers: containers.map((container) => Object.assign({}, container, { payloadG: 26_000_000, count: 4 })),
      items: items.map((item) => Object.assign({}, item, { massG: 60_000, count: Math.floor(item.count * 0.9) })),
      requireSupport: true,
      budget: { completions: 40 },
      seed: 1,
    };
    const plan = planLoad(request, () => 0);
    expect(verifyLoad(request, plan)).toEqual([]);
    expect(plan.containers.length).toBeGreaterThan(1);
    for (const { balance, centreOfGravity, volumeUtilisation } of plan.containers) {
      expect(balance).not.toBe('BEYOND_LIMIT');
      expect(centreOfGravity.z / containers[0]!.heightMm).toBeLessThan(volumeUtilisation / 2 + 0.1);
    }
  });
});

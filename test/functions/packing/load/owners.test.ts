import { describe, expect, it } from 'vitest';
import { planLoad } from '../../../../functions/packing/load/plan.ts';
import type { CargoItem, LoadPlan, LoadRequest } from '../../../../functions/packing/model.ts';
import { verifyLoad } from '../../../../functions/packing/verify/verify-load.ts';
import { realistic } from '../../../kit/cargo.ts';

const ORDINARY = { length: false, width: false, height: true };

function planOf(items: CargoItem[], count: number): LoadPlan {
  const [container] = realistic(1).containers;
  const request: LoadRequest = {
    containers: [{ ...container!, count }],
    items,
    requireSupport: true,
    budget: { completions: 200 },
    seed: 1,
  };
  const plan = planLoad(request, () => 0);
  expect(verifyLoad(request, plan)).toEqual([]);
  expect(plan.unplaced).toEqual([]);
  return plan;
}

/** The owners of each container's cartons along its length. */
const ownersAlong = (plan: LoadPlan): string[][] =>
  plan.containers.map(({ placements }) =>
    placements.toSorted((a, b) => a.x - b.x).map(({ itemId }) => itemId.split('/')[0]!),
  );

const ownerContainerPairs = (plan: LoadPlan): number =>
  ownersAlong(plan).reduce((sum, owners) => sum + new Set(owners).size, 0);

const carton = (owner: string, kind: number, count: number): CargoItem => ({
  id: `${owner}/${kind}`,
  lengthMm: 400 + 30 * kind,
  widthMm: 300 + 20 * kind,
  heightMm: 250 + 10 * kind,
  massG: 8_000,
  count,
  orientations: ORDINARY,
  group: owner,
});

describe("an owner's cartons", () => {
  it('come into one container where that costs no further one', () => {
    const owners = ['a', 'b', 'c', 'd', 'e', 'f'];
    // About 17 % of a container each, and cartons of one kind are several owners'.
    const items = owners.flatMap((owner, i) =>
      [i % 3, 3 + (i % 4)].map((kind) => carton(owner, kind, kind < 3 ? 180 : 110)),
    );
    const plan = planOf(items, 2);
    expect(plan.containers).toHaveLength(2);
    expect(ownerContainerPairs(plan)).toBe(owners.length);
  });

  it('stand in one part of the length of a container with room to spare, whatever their kinds', () => {
    const owners = ['a', 'b', 'c', 'd'];
    const items = owners.flatMap((owner, i) => [carton(owner, 2 * i, 30), carton(owner, 2 * i + 1, 30)]);
    const [along] = ownersAlong(planOf(items, 1));
    expect(along!.filter((owner, i) => owner !== along![i - 1])).toHaveLength(owners.length);
  });

  it('stay together among equal cartons of others', () => {
    const items = ['a', 'b', 'c'].flatMap((owner) => [carton(owner, 1, 300), carton(owner, 2, 60)]);
    const plan = planOf(items, 3);
    expect(ownerContainerPairs(plan)).toBeLessThanOrEqual(3 + plan.containers.length - 1);
  });
});

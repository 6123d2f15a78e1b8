import { expect, it } from 'vitest';
import { loadRequest } from '../../../functions/consolidation/domain/cargo.ts';
import { containerTypesOf } from '../../../functions/consolidation/domain/container-types.ts';
import { planCargo } from '../../../functions/consolidation/domain/plan-cargo.ts';
import { planLoad } from '../../../functions/packing/load/plan.ts';
import type { LoadRequest } from '../../../functions/packing/model.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';
import { sampleTrades } from './fixtures/sample.ts';

const lists = shippedOn('2026-03-17');
const options = { seconds: 1, requireSupport: true, separateInspected: false, seed: 1 };

it('keeps the clearance that the consolidator asks for under the roof and before the door', async () => {
  const asked: LoadRequest[] = [];
  const load = await planCargo(
    sampleTrades(),
    undefined,
    { ...options, clearanceMm: 150 },
    (request) => {
      asked.push(request);
      return Promise.resolve(planLoad({ ...request, budget: { completions: 20 } }, () => 0));
    },
    lists,
  );
  expect(asked).toMatchObject([{ clearanceMm: 150 }]);
  expect(load.unplaced).toEqual([]);
  for (const { type, placements } of load.containers) {
    const [inner] = containerTypesOf(lists, [type]);
    expect(Math.max(...placements.map((p) => p.z + p.heightMm))).toBeLessThanOrEqual(inner!.heightMm - 150);
    expect(Math.max(...placements.map((p) => p.x + p.lengthMm))).toBeLessThanOrEqual(inner!.lengthMm - 150);
  }
});

it('lets part of a base hang over where the consolidator says so', () => {
  expect(loadRequest(sampleTrades(), undefined, { ...options, supportShare: 0.7 }, lists)).toMatchObject({
    requireSupport: true,
    supportShare: 0.7,
  });
});

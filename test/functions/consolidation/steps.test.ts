import { beforeAll, describe, expect, it } from 'vitest';
import { build as buildApi } from '../../../functions/consolidation/api.ts';
import { consolidationApi } from '../../../functions/consolidation/contract/index.ts';
import type { LoadResult } from '../../../functions/consolidation/domain/load-result.ts';
import type { TradeSnapshot } from '../../../functions/consolidation/domain/trade.ts';
import { build as publishPlan } from '../../../functions/consolidation/steps/publish-plan.ts';
import { build as releaseReservation } from '../../../functions/consolidation/steps/release-reservation.ts';
import { build as simplifyDeclarations } from '../../../functions/consolidation/steps/simplify-declarations.ts';
import { build as verifyPlan } from '../../../functions/consolidation/steps/verify-plan.ts';
import { consolidationStore } from '../../../functions/consolidation/store/index.ts';
import { readLedgers } from '../../../functions/shared/ledger/ledger.ts';
import { districtKey } from '../../../functions/shared/table/keys.ts';
import { call, clerk } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { planLoadQuickly as planLoad } from './fixtures/planning.ts';
import { CONSOLIDATOR, entityId, sampleTrade } from './fixtures/sample.ts';
import { fileParties, party, partyArrives, register, request, tradeArrives } from './fixtures/world.ts';

const registry = useRegistry();
beforeAll(() => fileParties(registry));

/** A consolidation of one sample trade, changed as given. */
async function planning(change: Partial<TradeSnapshot> = {}): Promise<{ consolidationId: string; tradeId: string }> {
  const trade = { ...sampleTrade(3), tradeId: `trade-500111-${registry.runtime.newUlid()}` };
  await register(registry, trade);
  const { body } = await call(buildApi(registry.runtime), consolidationApi, 'createConsolidation', {
    caller: clerk(),
    body: request([trade]),
  });
  await tradeArrives(registry, { ...trade, version: 2, ...change });
  return { consolidationId: body.id, tradeId: trade.tradeId };
}

const partition = async (consolidationId: string) =>
  (
    await registry.runtime.table.query({
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': districtKey('500111', 'CONSOLIDATION', consolidationId) },
    })
  ).items;

const ledgerState = async (tradeId: string) => (await readLedgers(registry.runtime.table, [tradeId]))[0]?.state;
const store = () => consolidationStore(registry.runtime.table);

describe('steps', () => {
  it('leave the table the same when each runs twice', async () => {
    const { consolidationId } = await planning();
    for (const build of [planLoad, simplifyDeclarations, verifyPlan, publishPlan]) {
      const first = await build(registry.runtime)({ consolidationId }, {});
      const after = await partition(consolidationId);
      const second = await build(registry.runtime)({ consolidationId }, {});
      expect(second).toEqual(first);
      expect(await partition(consolidationId)).toEqual(after);
    }
    expect((await store().load(consolidationId))?.data).toMatchObject({
      status: 'PLANNED',
      plan: { containers: 1, declarations: 1, unplacedCartons: 0 },
    });
  });

  it('keep one load when two runs race', async () => {
    const { consolidationId } = await planning();
    const runs = await Promise.allSettled([1, 2].map(() => planLoad(registry.runtime)({ consolidationId }, {})));
    const failed = runs.filter((run) => run.status === 'rejected').map((run) => (run.reason as Error).name);
    expect(failed.every((name) => name === 'ConcurrencyConflict')).toBe(true);
    expect(await planLoad(registry.runtime)({ consolidationId }, {})).toEqual({ consolidationId, outcome: 'LOADED' });
  });

  it('refuse a load that places nothing', async () => {
    const { consolidationId } = await planning({
      lines: sampleTrade(3).lines.map((line) => {
        const cartons = line.cartons.map((box) => Object.assign(box, { lengthMm: 13_000 }));
        return Object.assign(line, { cartons });
      }),
    });
    expect(await planLoad(registry.runtime)({ consolidationId }, {})).toEqual({
      consolidationId,
      outcome: 'REFUSED',
      failure: 'NOTHING_PLACED',
    });
  });

  it('refuse more than fifty containers', async () => {
    const [line] = sampleTrade(3).lines;
    const box = { ...line!.cartons[0]!, lengthMm: 2200, widthMm: 2200, heightMm: 2200, count: 256, grossG: 1000 };
    const { consolidationId } = await planning({ lines: [{ ...line!, cartons: [box] }] });
    const answer = await planLoad(registry.runtime)({ consolidationId }, {});
    expect(answer).toMatchObject({ outcome: 'REFUSED', failure: 'TOO_MANY_CONTAINERS' });
  });

  it('publish unplaced cartons as such, and a confirmation refuses them', async () => {
    const [line] = sampleTrade(3).lines;
    const box = line!.cartons[0]!;
    const { consolidationId } = await planning({
      lines: [{ ...line!, cartons: [box, { ...box, count: 2, lengthMm: 13_000 }] }],
    });
    for (const build of [planLoad, simplifyDeclarations, verifyPlan, publishPlan]) {
      await build(registry.runtime)({ consolidationId }, {});
    }
    const options = { caller: clerk(), params: { id: consolidationId } };
    const { body } = await call(buildApi(registry.runtime), consolidationApi, 'getConsolidation', options);
    expect(body.unplaced).toMatchObject([{ lineNo: 1, count: 2, code: 'FITS_NO_CONTAINER' }]);
    const refused = await call(buildApi(registry.runtime), consolidationApi, 'confirmConsolidation', {
      ...options,
      body: { containers: [{ no: 1, containerNumber: 'CSQU3054383', sealNumber: 'A1' }] },
    });
    expect(refused.body.errors).toMatchObject([{ code: 'CARTONS_UNPLACED' }]);
  });

  it('stop at a stored plan that does not hold', async () => {
    const { consolidationId } = await planning();
    await planLoad(registry.runtime)({ consolidationId }, {});
    await simplifyDeclarations(registry.runtime)({ consolidationId }, {});
    // The trade's lines change under the plan: what was planned is no longer what was traded.
    const trade = { ...sampleTrade(3), tradeId: (await store().load(consolidationId))!.data.tradeIds[0]! };
    const lines = trade.lines.map((line) => Object.assign(line, { netG: line.netG + 1 }));
    await tradeArrives(registry, { ...trade, version: 9, lines });
    await expect(verifyPlan(registry.runtime)({ consolidationId }, {})).rejects.toMatchObject({ name: 'PlanFault' });
  });

  it('fail on missing predecessors and unknown consolidations', async () => {
    const { consolidationId } = await planning();
    for (const build of [simplifyDeclarations, verifyPlan, publishPlan]) {
      await expect(build(registry.runtime)({ consolidationId }, {})).rejects.toThrow('is not stored');
    }
    const unknown = `consolidation-500111-${registry.runtime.newUlid()}`;
    for (const build of [planLoad, simplifyDeclarations, verifyPlan, publishPlan]) {
      await expect(build(registry.runtime)({ consolidationId: unknown }, {})).rejects.toThrow('there is no');
    }
    await expect(planLoad(registry.runtime)({}, {})).rejects.toThrow();
  });

  it('give the trades back with the reason, once', async () => {
    const { consolidationId, tradeId } = await planning();
    expect(await ledgerState(tradeId)).toBe('RESERVED');
    const input = { consolidationId, failure: 'PLANNING_FAULT', error: 'PlanFault' };
    await releaseReservation(registry.runtime)(input, {});
    const after = await partition(consolidationId);
    await releaseReservation(registry.runtime)(input, {});
    expect(await partition(consolidationId)).toEqual(after);
    expect(await ledgerState(tradeId)).toBe('OPEN');
    expect((await store().load(consolidationId))?.data).toMatchObject({
      status: 'FAILED',
      failure: { code: 'PLANNING_FAULT', message: expect.stringContaining('交易已释放') },
    });
  });

  it('leave a published plan alone when the release comes late', async () => {
    const { consolidationId, tradeId } = await planning();
    for (const build of [planLoad, simplifyDeclarations, verifyPlan, publishPlan]) {
      await build(registry.runtime)({ consolidationId }, {});
    }
    await releaseReservation(registry.runtime)({ consolidationId, failure: 'PLANNING_FAULT' }, {});
    expect((await store().load(consolidationId))?.data.status).toBe('PLANNED');
    expect(await ledgerState(tradeId)).toBe('RESERVED');
  });
});

describe('documents', () => {
  it('come back whole when they need several parts', async () => {
    const { consolidationId } = await planning();
    const consolidation = (await store().load(consolidationId))!;
    const random = (seed: number): number => (seed * 48_271) % 2_147_483_647;
    let x = 1;
    const next = (max: number): number => {
      x = random(x);
      return x % max;
    };
    const load: LoadResult = {
      containers: [
        {
          no: 1,
          type: '45G1',
          volumeUtilisation: 0.5,
          payloadUtilisation: 0.5,
          massG: 1,
          centreOfGravity: { x: 1.5, y: 2, z: 3 },
          lengthwiseOffset: 0,
          balance: 'WITHIN_GOAL',
          placements: Array.from({ length: 30_000 }, (_, index) => ({
            tradeId: consolidation.data.tradeIds[0]!,
            lineNo: 1 + next(200),
            cartonNo: index + 1,
            x: next(12_000),
            y: next(2350),
            z: next(2700),
            lengthMm: 1 + next(600),
            widthMm: 1 + next(400),
            heightMm: 1 + next(400),
            step: index + 1,
          })),
        },
      ],
      unplaced: [],
      cost: 185,
      lowerBound: 100,
      completions: 1,
    };
    await store().keepLoad(consolidation, 1, load);
    expect(await store().loadResult(consolidation, 1)).toEqual(load);
    const parts = (await partition(consolidationId)).filter((item) => item.sk.startsWith('LOAD#'));
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect((part['content'] as Uint8Array).length).toBeLessThan(400_000);
  });
});

describe('subscribers', () => {
  it('keep the newest version, in whatever order events arrive', async () => {
    const trade = { ...sampleTrade(1), tradeId: `trade-500111-${registry.runtime.newUlid()}` };
    for (const version of [2, 3, 1, 3]) await tradeArrives(registry, { ...trade, version, stall: `V${version}` });
    expect((await store().trades([trade.tradeId]))[0]?.stall).toBe('V3');
  });

  it('keep the parties of consolidations only', async () => {
    await partyArrives(registry, party(entityId(60), 'warehouse'));
    await partyArrives(registry, party(CONSOLIDATOR, 'consolidator', { version: 2, name: '新名称' }));
    const parties = await store().parties('500111', [entityId(60), CONSOLIDATOR]);
    expect([...parties.values()].map(({ name }) => name)).toEqual(['新名称']);
  });
});

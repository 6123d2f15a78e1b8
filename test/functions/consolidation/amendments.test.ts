import { beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../../functions/consolidation/api.ts';
import { consolidationApi } from '../../../functions/consolidation/contract/index.ts';
import type { TradeSnapshot } from '../../../functions/consolidation/domain/trade.ts';
import { build as releaseReservation } from '../../../functions/consolidation/steps/release-reservation.ts';
import { checkDigit } from '../../../functions/shared/kernel/container-number.ts';
import { readLedgers } from '../../../functions/shared/ledger/ledger.ts';
import { districtKey } from '../../../functions/shared/table/keys.ts';
import { type CallOptions, call, clerk } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { plan } from './fixtures/planning.ts';
import { CONSOLIDATOR, fewCartons, sampleTrades, TRADE_OPERATOR } from './fixtures/sample.ts';
import { APART, agent, fileParties, registerSample, request, tradeArrives } from './fixtures/world.ts';

const registry = useRegistry();
let handler: unknown;
beforeAll(async () => {
  handler = build(registry.runtime);
  await fileParties(registry);
});

const send = (operation: keyof typeof consolidationApi, options: CallOptions = {}) =>
  call(handler, consolidationApi, operation, { caller: clerk(), ...options });
const get = (id: string) => send('getConsolidation', { params: { id } });

async function amend(id: string, body: object, options: CallOptions = {}) {
  const { headers } = await get(id);
  return send('amendConsolidation', {
    params: { id },
    body: { reason: '客户临时变更', ...body },
    headers: { 'If-Match': String(headers['ETag']) },
    ...options,
  });
}

const codes = (reply: { body: { errors: { code: string; pointer: string }[] } }): string[] =>
  reply.body.errors.map(({ code, pointer }) => `${code} ${pointer}`);
const states = async (trades: readonly TradeSnapshot[]) =>
  (
    await readLedgers(
      registry.runtime.table,
      trades.map(({ tradeId }) => tradeId),
    )
  ).map((ledger) => ledger?.state);

/** A consolidation with a plan of two containers; few cartons unless a test asks for the whole sample. */
async function planned(sample = fewCartons(), more: object = APART): Promise<{ id: string; trades: TradeSnapshot[] }> {
  const trades = await registerSample(registry, sample);
  const { body } = await send('createConsolidation', { body: request(trades, more) });
  await plan(registry.runtime, body.id);
  return { id: body.id, trades };
}

let used = 0;
const freshNumber = (): string => {
  used += 1;
  const stem = `AMDU${String(100_000 + used)}`;
  return `${stem}${checkDigit(stem)}`;
};
const confirm = (id: string, numbers: readonly string[]) =>
  send('confirmConsolidation', {
    params: { id },
    body: {
      containers: numbers.map((containerNumber, at) => ({ no: at + 1, containerNumber, sealNumber: `S${used}-${at}` })),
    },
  });

describe('a trade taken out', () => {
  it('stays held until the new plan stands, then is free, and everybody is told', async () => {
    const { id, trades } = await planned(sampleTrades(), {});
    const [out, ...others] = trades as [TradeSnapshot, ...TradeSnapshot[]];
    const before = (await get(id)).body;
    const reply = await amend(id, { withdrawTradeIds: [out.tradeId] });
    expect(reply.status).toBe(202);
    expect(reply.body).toMatchObject({ id, status: 'PLANNING', execution: { name: `${id}-2` } });
    expect((await registry.messages(districtKey('500111', 'CONSOLIDATION', id))).at(-1)).toEqual({
      type: 'start',
      workflow: 'consolidation',
      executionName: `${id}-2`,
      input: { consolidationId: id, planning: 2 },
    });
    const meanwhile = (await get(id)).body;
    expect(meanwhile).toMatchObject({
      status: 'PLANNING',
      revision: 1,
      amendment: { withdrawTradeIds: [out.tradeId] },
    });
    expect(meanwhile.containers).toEqual(before.containers);
    expect(await states(trades)).toEqual(['RESERVED', 'RESERVED', 'RESERVED']);

    expect(await plan(registry.runtime, id, 2)).toEqual({ consolidationId: id, status: 'PLANNED' });
    const after = (await get(id)).body;
    expect(after).toMatchObject({
      status: 'PLANNED',
      revision: 2,
      tradeIds: others.map(({ tradeId }) => tradeId),
      totalUsd: { amount: '60000.00' },
      cartons: 1075,
      unplaced: [],
    });
    expect(after.amendment).toBeUndefined();
    expect(after.plan.rehousedCartons).toBeLessThanOrEqual(after.plan.movedCartons);
    expect(await states(trades)).toEqual(['OPEN', 'RESERVED', 'RESERVED']);
    const told: any = (await registry.messages(districtKey('500111', 'CONSOLIDATION', id))).at(-1);
    expect(told).toMatchObject({
      name: 'ConsolidationChanged',
      detail: { status: 'PLANNED', tradeIds: after.tradeIds },
    });
    expect(told.detail.containers[0].lines[0]).toMatchObject({
      lineNo: expect.any(Number),
      cartons: expect.any(Number),
    });
    expect(told.detail.declarations[0].lines[0].mergedFrom.length).toBeGreaterThan(0);
  });

  it('may go into another consolidation afterwards', async () => {
    const { id, trades } = await planned();
    const out = trades.slice(0, 1);
    const create = () => send('createConsolidation', { body: request(out) });
    await amend(id, { withdrawTradeIds: out.map(({ tradeId }) => tradeId) });
    expect((await create()).status).toBe(409);
    await plan(registry.runtime, id, 2);
    expect((await create()).status).toBe(202);
  });
});

describe('a change that cannot be planned', () => {
  it('leaves the plan before it in force, its trades held, and says why', async () => {
    const { id, trades } = await planned();
    const before = (await get(id)).body;
    await amend(id, { withdrawTradeIds: [trades[0]!.tradeId] });
    const failed = { consolidationId: id, planning: 2, failure: 'PLANNING_FAULT', error: 'PlanFault' };
    await releaseReservation(registry.runtime)(failed, {});
    const after = (await get(id)).body;
    expect(after).toMatchObject({ status: 'PLANNED', revision: 1, tradeIds: before.tradeIds });
    expect(after.failure.message).toContain('原方案继续有效');
    expect(after.containers).toEqual(before.containers);
    expect(await states(trades)).toEqual(['RESERVED', 'RESERVED', 'RESERVED']);
    // The next one is planned anew, not answered from what the failed one has left.
    await amend(id, { withdrawTradeIds: [trades[1]!.tradeId] });
    await plan(registry.runtime, id, 3);
    expect((await get(id)).body).toMatchObject({
      status: 'PLANNED',
      revision: 3,
      tradeIds: [trades[0]!.tradeId, trades[2]!.tradeId],
    });
    expect((await get(id)).body.failure).toBeUndefined();
  });

  it('is not undone by a planning that ended before it', async () => {
    const { id, trades } = await planned();
    await amend(id, { withdrawTradeIds: [trades[0]!.tradeId] });
    await releaseReservation(registry.runtime)({ consolidationId: id, planning: 1, failure: 'PLANNING_FAULT' }, {});
    expect((await get(id)).body.status).toBe('PLANNING');
    await expect(plan(registry.runtime, id, 1)).rejects.toThrow('is over');
  });

  it('may be ended by a release, which frees every trade', async () => {
    const { id, trades } = await planned();
    await amend(id, { withdrawTradeIds: [trades[0]!.tradeId] });
    expect((await send('releaseConsolidation', { params: { id }, body: { reason: '取消' } })).status).toBe(200);
    expect(await states(trades)).toEqual(['OPEN', 'OPEN', 'OPEN']);
    expect(await plan(registry.runtime, id, 2)).toEqual({ consolidationId: id, status: 'CANCELLED' });
    expect(await states(trades)).toEqual(['OPEN', 'OPEN', 'OPEN']);
  });
});

describe('a confirmed consolidation', () => {
  it('is loaded anew and confirmed again; its containers are its own until then, and free afterwards', async () => {
    const { id, trades } = await planned();
    const numbers = [freshNumber(), freshNumber()];
    expect((await confirm(id, numbers)).status).toBe(200);
    await amend(id, { withdrawTradeIds: [trades[0]!.tradeId] });
    const other = await planned();
    expect((await confirm(other.id, numbers)).status).toBe(422);
    await plan(registry.runtime, id, 2);
    const { body } = await get(id);
    expect(body.status).toBe('PLANNED');
    expect(body.containers.every((one: { containerNumber?: string }) => one.containerNumber === undefined)).toBe(true);
    expect((await confirm(other.id, numbers)).status).toBe(200);
    expect((await confirm(id, body.containers.map(freshNumber))).status).toBe(200);
  });

  it('is confirmed as before where the change fails', async () => {
    const { id, trades } = await planned();
    const numbers = [freshNumber(), freshNumber()];
    await confirm(id, numbers);
    await amend(id, { withdrawTradeIds: [trades[0]!.tradeId] });
    await releaseReservation(registry.runtime)({ consolidationId: id, planning: 2, failure: 'NOTHING_PLACED' }, {});
    const { body } = await get(id);
    expect(body.status).toBe('CONFIRMED');
    expect(body.containers.map((one: { containerNumber: string }) => one.containerNumber)).toEqual(numbers);
  });

  it('is not changed once its trades are declared', async () => {
    const { id, trades } = await planned();
    await tradeArrives(registry, { ...trades[0]!, version: 9, status: 'DECLARED' });
    const refused = await amend(id, { withdrawTradeIds: [trades[1]!.tradeId] });
    expect([refused.status, refused.body.code]).toEqual([409, 'WRONG_STATE']);
    expect(refused.body.detail).toContain('已向海关申报');
    expect((await send('releaseConsolidation', { params: { id }, body: { reason: '取消' } })).status).toBe(409);
  });
});

describe('cartons measured anew and containers swapped', () => {
  it('change load, mass and declared weight, and show on the packing list', async () => {
    const { id, trades } = await planned(sampleTrades(), {});
    const before = (await get(id)).body;
    const carton = { tradeId: trades[0]!.tradeId, lineNo: 1, fromCartonNo: 1, toCartonNo: 10 };
    const size = { lengthMm: 620, widthMm: 400, heightMm: 270, grossWeightKg: 21 };
    const reply = await amend(id, { cartons: [{ ...carton, ...size }] });
    expect(reply).toMatchObject({ status: 202 });
    await plan(registry.runtime, id, 2);
    const after = (await get(id)).body;
    expect(after.grossWeightKg).toBe(before.grossWeightKg + 10);
    const placed = after.containers
      .flatMap((one: { placements: any[] }) => one.placements)
      .filter((one: any) => one.tradeId === carton.tradeId && one.lineNo === 1 && one.cartonNo <= 10);
    expect(placed).toHaveLength(10);
    for (const { lengthMm, widthMm, heightMm } of placed) expect([lengthMm, widthMm, heightMm]).toContain(620);
    const list = await send('getPackingList', { params: { id }, headers: { Accept: 'application/json' } });
    expect(list.body.totals.grossWeightKg).toBe(after.grossWeightKg);
    const vgm = await send('getVgm', { params: { id }, headers: { Accept: 'application/json' } });
    expect(vgm.body.containers.reduce((sum: number, one: any) => sum + one.cargoKg, 0)).toBeCloseTo(
      after.grossWeightKg,
      3,
    );
  });

  it('loads one container into another type', async () => {
    const { id } = await planned(sampleTrades(), {});
    const { body } = await get(id);
    const no = body.containers.find((one: { type: string }) => one.type === '22G1').no;
    expect((await amend(id, { containers: [{ no, type: '42G1' }] })).status).toBe(202);
    await plan(registry.runtime, id, 2);
    const after = (await get(id)).body;
    expect(after.containers.map((one: { type: string }) => one.type)).toContain('42G1');
    expect(after.unplaced).toEqual([]);
  });
});

describe('what a change is refused for', () => {
  it('is named, each by its place', async () => {
    const { id, trades } = await planned(sampleTrades(), {});
    const [a] = trades as [TradeSnapshot];
    const size = { lengthMm: 600, widthMm: 400, heightMm: 270, grossWeightKg: 20 };
    const carton = { tradeId: a.tradeId, lineNo: 1, fromCartonNo: 1, toCartonNo: 1, ...size };
    const strange = `trade-500111-${registry.runtime.newUlid()}`;
    const reply = await amend(id, {
      withdrawTradeIds: [strange],
      cartons: [
        { ...carton, lineNo: 99 },
        { ...carton, toCartonNo: 221 },
        { ...carton, fromCartonNo: 5, toCartonNo: 4 },
        { ...carton, lengthMm: 13_000 },
        { ...carton, grossWeightKg: 1 },
        { ...carton, tradeId: strange },
      ],
      containers: [{ no: 9, type: '45G1' }],
    });
    expect(reply.status).toBe(422);
    expect(codes(reply)).toEqual([
      'TRADE_NOT_IN_CONSOLIDATION /withdrawTradeIds/0',
      'NO_SUCH_LINE /cartons/0',
      'NO_SUCH_CARTON /cartons/1',
      'NO_SUCH_CARTON /cartons/2',
      'CARTON_FITS_NO_CONTAINER /cartons/3',
      'GROSS_UNDER_NET /cartons/4/grossWeightKg',
      'NO_SUCH_LINE /cartons/5',
      'UNKNOWN_CONTAINER /containers/0/no',
    ]);
    for (const { message } of reply.body.errors) expect(message).toMatch(/[\u4e00-\u9fff]/);
    expect(codes(await amend(id, { withdrawTradeIds: trades.map(({ tradeId }) => tradeId) }))).toEqual([
      'NOTHING_LEFT /withdrawTradeIds',
    ]);
    expect((await amend(id, {})).body.errors[0].message).toContain('没有要变更的内容');
    const zero = await amend(id, { cartons: [{ ...carton, widthMm: 0, heightMm: -1 }] });
    expect(codes(zero)).toEqual(['TOO_SMALL /cartons/0/widthMm', 'TOO_SMALL /cartons/0/heightMm']);
    expect((await get(id)).body.status).toBe('PLANNED');
  });

  it('is an old version, none, a plan in the making, or another’s consolidation', async () => {
    const { id, trades } = await planned();
    const body = { withdrawTradeIds: [trades[0]!.tradeId] };
    expect((await amend(id, body, { headers: { 'If-Match': '"1"' } })).status).toBe(412);
    expect((await amend(id, body, { headers: {} })).status).toBe(428);
    expect((await amend(id, body, { caller: agent(TRADE_OPERATOR) })).status).toBe(403);
    expect((await amend(id, body, { caller: agent(CONSOLIDATOR) })).status).toBe(202);
    expect((await amend(id, body)).body.code).toBe('WRONG_STATE');
  });

  it('of two at once, one', async () => {
    const { id, trades } = await planned();
    const both = await Promise.all(trades.slice(0, 2).map(({ tradeId }) => amend(id, { withdrawTradeIds: [tradeId] })));
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 412]);
  });
});

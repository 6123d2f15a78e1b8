import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { build } from '../../../functions/consolidation/api.ts';
import { consolidationApi } from '../../../functions/consolidation/contract/index.ts';
import type { TradeSnapshot } from '../../../functions/consolidation/domain/trade.ts';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { measureLedger, readLedgers, settleLedger } from '../../../functions/shared/ledger/ledger.ts';
import { districtKey } from '../../../functions/shared/table/keys.ts';
import { build as buildSystem } from '../../../functions/system/api.ts';
import { systemApi } from '../../../functions/system/contract.ts';
import { type CallOptions, call, clerk } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { plan } from './fixtures/planning.ts';
import { CONSOLIDATOR, sampleTrades, TRADE_OPERATOR } from './fixtures/sample.ts';
import { agent, fileParties, register, request, tradeArrives } from './fixtures/world.ts';

const registry = useRegistry();
beforeAll(() => fileParties(registry));

const send = (operation: keyof typeof consolidationApi, options: CallOptions = {}) =>
  call(build(registry.runtime), consolidationApi, operation, { caller: clerk(), ...options });
const create = (more: object = { awaitMeasures: true }) => send('createConsolidation', { body: request(trades, more) });
const get = async (id: string) => (await send('getConsolidation', { params: { id } })).body;
const release = (id: string) => send('releaseConsolidation', { params: { id }, body: { reason: '客户改期' } });
const states = async () => {
  const ids = trades.map(({ tradeId }) => tradeId);
  return (await readLedgers(registry.runtime.table, ids)).map((ledger) => ledger?.state);
};
const starts = async (id: string) =>
  (await registry.messages(districtKey('500111', 'CONSOLIDATION', id))).filter(({ type }) => type === 'start');

const unmeasured = (trade: TradeSnapshot): TradeSnapshot => ({
  ...trade,
  lines: trade.lines.map((line) => ({ ...line, grossG: 0, netG: 0, cartons: [] })),
});

/** The sample trades with their cartons; the second and third are registered without. */
let trades: TradeSnapshot[];
beforeEach(async () => {
  trades = sampleTrades().map((trade) => ({ ...trade, tradeId: `trade-500111-${registry.runtime.newUlid()}` }));
  for (const [index, trade] of trades.entries()) await register(registry, index === 0 ? trade : unmeasured(trade));
});

/** The ledger's part of a measuring, which trade commits. */
const ledgerMeasured = (index: number) =>
  registry.runtime.table.commit([
    measureLedger(trades[index]!.tradeId, 'RESERVED', () => new Error('nobody waits for it')),
  ]);
const measuredArrives = (index: number, change: Partial<TradeSnapshot> = {}) =>
  tradeArrives(registry, { ...trades[index]!, version: 2, ...change });
const measure = async (index: number, change?: Partial<TradeSnapshot>) => {
  await ledgerMeasured(index);
  await measuredArrives(index, change);
};

it('is work by its cut-off of its consolidator and of the centre, to measure first and to confirm then', async () => {
  const due = async (caller: Caller) =>
    Object.fromEntries(
      (await call(buildSystem(registry.runtime), systemApi, 'work', { caller })).body.items.map(
        ({ queue, count, oldestDueOn }: any) => [queue, `${count} ${oldestDueOn ?? ''}`],
      ),
    );
  const { id } = (await create()).body;
  for (const caller of [clerk(), agent(CONSOLIDATOR), agent(TRADE_OPERATOR)]) {
    expect(await due(caller)).toMatchObject({
      CONSOLIDATION_MEASURES: '1 2026-03-25',
      CONSOLIDATION_CONFIRMATION: '0 ',
    });
  }
  await measure(1);
  await measure(2);
  expect(await due(clerk())).toMatchObject({ CONSOLIDATION_MEASURES: '0 ', CONSOLIDATION_CONFIRMATION: '0 ' });
  const { planning, updatedAt } = await get(id);
  expect(planning).toEqual({ since: updatedAt, seconds: 0.1 });
  await plan(registry.runtime, id);
  expect(await get(id)).not.toHaveProperty('planning');
  expect(await due(agent(CONSOLIDATOR))).toMatchObject({ CONSOLIDATION_CONFIRMATION: '1 2026-03-25' });
  await release(id);
  expect(await due(clerk())).toMatchObject({ CONSOLIDATION_CONFIRMATION: '0 ' });
});

describe('a consolidation of trades that are not measured', () => {
  it('is refused unless it is asked to wait', async () => {
    for (const more of [{}, { awaitMeasures: false }]) {
      const reply = await create(more);
      expect(reply.status).toBe(422);
      expect(reply.body.errors.map(({ code }: any) => code)).toEqual(['TRADE_NOT_FREE', 'TRADE_NOT_FREE']);
    }
    expect((await create({ awaitMeasures: '是' })).body.errors).toMatchObject([{ pointer: '/awaitMeasures' }]);
    expect(await states()).toEqual(['OPEN', 'UNMEASURED', 'UNMEASURED']);
  });

  it('holds its trades, tells the others and starts nothing', async () => {
    const { status, body } = await create();
    expect([status, body.status]).toEqual([202, 'AWAITING_MEASURES']);
    expect(await states()).toEqual(['RESERVED', 'AWAITED', 'AWAITED']);
    expect(await registry.messages(districtKey('500111', 'CONSOLIDATION', body.id))).toMatchObject([
      { type: 'event', detail: { status: 'AWAITING_MEASURES', version: 1 } },
    ]);
    const again = await create();
    expect(again.status).toBe(409);
    expect(again.body.errors.map(({ code }: any) => code)).toEqual(Array(3).fill('TRADE_RESERVED'));
  });

  it('gets the trades for one of many that ask at once', async () => {
    const replies = await Promise.all(Array.from({ length: 5 }, () => create()));
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 409, 409, 409, 409]);
  });

  it('is planned once the last of them is measured, whatever comes twice', async () => {
    const { id } = (await create()).body;
    await measure(1);
    await measuredArrives(1);
    expect((await get(id)).status).toBe('AWAITING_MEASURES');
    await measure(2);
    await measuredArrives(2);
    await measuredArrives(1);
    await tradeArrives(registry, unmeasured(trades[1]!));
    expect(await get(id)).toMatchObject({ status: 'PLANNING', cartons: 1945 });
    expect(await starts(id)).toMatchObject([{ executionName: `${id}-1`, input: { consolidationId: id, planning: 1 } }]);
    await plan(registry.runtime, id);
    expect(await get(id)).toMatchObject({ status: 'PLANNED', unplaced: [] });
    expect(await states()).toEqual(['RESERVED', 'RESERVED', 'RESERVED']);
  });

  it('starts once where the last events come at once', async () => {
    const { id } = (await create()).body;
    await Promise.all([ledgerMeasured(1), ledgerMeasured(2)]);
    // Who loses the race is delivered again.
    const both = () => Promise.allSettled([measuredArrives(1), measuredArrives(2), measuredArrives(1)]);
    await both();
    await both();
    expect((await get(id)).status).toBe('PLANNING');
    expect(await starts(id)).toHaveLength(1);
  });

  it('waits for events that are behind the ledger', async () => {
    const { id } = (await create()).body;
    await ledgerMeasured(1);
    await measure(2);
    expect((await get(id)).status).toBe('AWAITING_MEASURES');
    await measuredArrives(1);
    expect((await get(id)).status).toBe('PLANNING');
  });

  it('gives back what is measured as free and the rest as it was, and is not started afterwards', async () => {
    const { id } = (await create()).body;
    await ledgerMeasured(1);
    expect((await release(id)).body.status).toBe('CANCELLED');
    expect(await states()).toEqual(['OPEN', 'OPEN', 'UNMEASURED']);
    await measuredArrives(1);
    await measuredArrives(2);
    expect((await get(id)).status).toBe('CANCELLED');
    expect(await starts(id)).toEqual([]);
  });

  it('ends with the reason where its cartons cannot be planned, and frees its trades', async () => {
    const { id } = (await create()).body;
    await measure(1);
    const lines = trades[2]!.lines.map((line) => ({
      ...line,
      cartons: line.cartons.map((box) => ({ ...box, lengthMm: 13_000 })),
    }));
    await measure(2, { lines });
    const { status, failure } = await get(id);
    expect([status, failure.code]).toEqual(['FAILED', 'NOT_LOADABLE']);
    expect(failure.message).toMatch(/装不进任何可用箱型.*交易已释放$/);
    expect(await states()).toEqual(['OPEN', 'OPEN', 'OPEN']);
    expect(await starts(id)).toEqual([]);
  });

  it('is asked for again where measures are recorded but not heard of', async () => {
    for (const { tradeId } of trades.slice(1)) {
      await registry.runtime.table.commit([settleLedger(tradeId, 'OPEN', () => new Error('held'))]);
    }
    const reply = await create();
    expect(reply.body.errors.map(({ code }: any) => code)).toEqual(['MEASURES_NOT_ARRIVED', 'MEASURES_NOT_ARRIVED']);
    await measuredArrives(1);
    await measuredArrives(2);
    expect((await create()).body.status).toBe('PLANNING');
  });
});

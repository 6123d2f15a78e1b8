import { beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../../functions/consolidation/api.ts';
import { consolidationApi } from '../../../functions/consolidation/contract/index.ts';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { CURRENT, districtKey } from '../../../functions/shared/table/keys.ts';
import { put } from '../../../functions/shared/table/write.ts';
import { agency, type CallOptions, call, clerk, DAZU, operator, reviewer, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { CONSOLIDATOR, TRADE_OPERATOR } from './fixtures/sample.ts';
import { agent, fileParties, registerSample, request } from './fixtures/world.ts';

/** 组货单号: given once to every consolidation, and found by whoever may see it. */

const registry = useRegistry();
beforeAll(async () => fileParties(registry));

const send = (operation: keyof typeof consolidationApi, options: CallOptions = {}) =>
  call(build(registry.runtime), consolidationApi, operation, { caller: clerk(), ...options });

async function created(): Promise<{ id: string; consolidationNumber: string }> {
  const trades = await registerSample(registry);
  const { status, body } = await send('createConsolidation', { body: request(trades) });
  expect(status, JSON.stringify(body)).toBe(202);
  return (await send('getConsolidation', { params: { id: body.id } })).body;
}

const found = async (consolidationNumber: string, caller: Caller = clerk(), more: Record<string, string> = {}) => {
  const query = { consolidationNumber, ...more };
  const { status, body } = await send('listConsolidations', { caller, query });
  expect(status).toBe(200);
  return body.items.map(({ id }: { id: string }) => id);
};

describe('a consolidation’s number', () => {
  it('is given once, in its order, and not to what is refused', async () => {
    const first = await created();
    expect(first.consolidationNumber).toMatch(/^ZD5001112026\d{6}$/);
    expect((await send('createConsolidation', { body: request([]) })).status).toBe(422);
    const trades = await registerSample(registry);
    const headers = { 'Idempotency-Key': 'one-consolidation' };
    const again = await Promise.all([1, 2].map(() => send('createConsolidation', { body: request(trades), headers })));
    expect(new Set(again.map(({ body }) => body.id)).size).toBe(1);
    const second = (await send('getConsolidation', { params: { id: again[0]?.body.id } })).body;
    expect(second.consolidationNumber > first.consolidationNumber).toBe(true);
    expect(await found(second.consolidationNumber)).toEqual([second.id]);
  });

  it('stands beside the numbers of its trades', async () => {
    const trades = await registerSample(registry);
    const { body } = await send('createConsolidation', { body: request(trades) });
    const { body: read } = await send('getConsolidation', { params: { id: body.id } });
    expect(read.tradeNumbers).toEqual(trades.map(({ tradeNumber }) => tradeNumber));
    expect(read.tradeNumbers[0]).toMatch(/^JD\d{16}$/);
  });

  it('is never given twice though a restore set its series back', async () => {
    const last = await created();
    const serial = Number(last.consolidationNumber.slice(-6));
    const series = { pk: districtKey(DAZU, 'COUNTER', 'ZD5001112026'), sk: CURRENT };
    await registry.runtime.table.commit([put({ ...series, last: serial - 1 })]);
    const next = await created();
    expect(next.consolidationNumber).toBe(`ZD5001112026${String(serial + 1).padStart(6, '0')}`);
    expect(await found(last.consolidationNumber)).toEqual([last.id]);
  });

  it('is found however it is typed, where the other filters let it', async () => {
    const { id, consolidationNumber } = await created();
    expect(await found(consolidationNumber.toLowerCase())).toEqual([id]);
    expect(await found(consolidationNumber, clerk(), { status: 'PLANNING' })).toEqual([id]);
    expect(await found(consolidationNumber, clerk(), { status: 'CONFIRMED' })).toEqual([]);
    expect(await found(`${consolidationNumber}1`)).toEqual([]);
    expect(await found(consolidationNumber.replace('ZD', 'JD'))).toEqual([]);
  });

  it.each([
    ['the district’s clerk', clerk(), true],
    ['its reviewer', reviewer(), true],
    ['the city', operator(), true],
    ['an agency of the district', agency(DAZU), true],
    ['its consolidator', agent(CONSOLIDATOR), true],
    ['its trade operator', agent(TRADE_OPERATOR), true],
    ['another agent', agent('entity-500111-01JDXKQ8Z3W5T7V9Y100000099'), false],
    ['its consolidator in another district', agent(CONSOLIDATOR, YUZHONG), false],
    ['another district’s clerk', clerk(YUZHONG), false],
    ['another district’s agency', agency(YUZHONG), false],
  ] as [string, Caller, boolean][])('is found by %s or not', async (_who, caller, sees) => {
    const { id, consolidationNumber } = await created();
    expect(await found(consolidationNumber, caller)).toEqual(sees ? [id] : []);
  });
});

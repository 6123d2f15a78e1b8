import { beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import type { Runtime } from '../../../functions/shared/runtime.ts';
import { CURRENT, districtKey } from '../../../functions/shared/table/keys.ts';
import { put } from '../../../functions/shared/table/write.ts';
import { build } from '../../../functions/trade/api.ts';
import { tradeApi } from '../../../functions/trade/contract/index.ts';
import { agency, type CallOptions, call, clerk, DAZU, merchant, operator, reviewer, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { BUYER, body, fileSample, idOf, MERCHANT, OPERATOR } from './samples.ts';

/** 交易单号: given once, whatever is refused, repeated or restored, and found by whoever may see its trade. */

const registry = useRegistry();
beforeAll(async () => fileSample(registry.runtime));

const on = (operation: keyof typeof tradeApi, options: CallOptions = {}, runtime: Runtime = registry.runtime) =>
  call(build(runtime), tradeApi, operation, { caller: clerk(), ...options });

const register = (changes: Record<string, unknown> = {}, options: CallOptions = {}) =>
  on('registerTrade', { body: body(changes), ...options });

const serial = (number: string): number => Number(number.slice(-6));

const found = async (tradeNumber: string, caller: Caller = clerk(), more: Record<string, string> = {}) => {
  const { status, body: page } = await on('listTrades', { caller, query: { tradeNumber, ...more } });
  expect(status).toBe(200);
  expect(page.nextCursor).toBeNull();
  return page.items.map(({ id }: { id: string }) => id);
};

describe('a trade’s number', () => {
  it('is given with the registration, stands in every answer and is told to the others', async () => {
    const { body: trade } = await register();
    expect(trade.tradeNumber).toMatch(/^JD5001112026\d{6}$/);
    expect((await on('readTrade', { params: { id: trade.id } })).body.tradeNumber).toBe(trade.tradeNumber);
    const [message] = await registry.messages(districtKey(DAZU, 'TRADE', trade.id));
    expect(message).toMatchObject({ detail: { tradeNumber: trade.tradeNumber } });
    const { body: withdrawn } = await on('withdrawTrade', { params: { id: trade.id } });
    expect(withdrawn.tradeNumber).toBe(trade.tradeNumber);
    const again = await on('withdrawTrade', { params: { id: trade.id } });
    expect(again.body.detail).toBe(`交易 ${trade.tradeNumber} 已经撤回，不能再撤回`);
  });

  it('is not taken by what is refused, and is the same when the request is repeated', async () => {
    const { body: before } = await register();
    expect((await register({ buyerId: idOf('entity', 404) })).status).toBe(422);
    const headers = { 'Idempotency-Key': 'one-number' };
    const request = { body: body(), headers };
    const first = await on('registerTrade', request);
    expect(serial(first.body.tradeNumber)).toBe(serial(before.tradeNumber) + 1);
    const second = await on('registerTrade', request);
    expect(second.body).toEqual(first.body);
    expect(await found(first.body.tradeNumber)).toEqual([first.body.id]);
  });

  it('is another for each of many that are registered at once', async () => {
    const replies = await Promise.all(Array.from({ length: 12 }, async () => register()));
    const numbers = replies.map(({ body: trade }) => trade.tradeNumber);
    expect(replies.map(({ status }) => status)).toEqual(Array(12).fill(201));
    expect(new Set(numbers).size).toBe(12);
  });

  it('is never given twice though a restore set its series back', async () => {
    const { body: last } = await register();
    const series = { pk: districtKey(DAZU, 'COUNTER', 'JD5001112026'), sk: CURRENT };
    await registry.runtime.table.commit([put({ ...series, last: serial(last.tradeNumber) - 2 })]);
    const { status, body: next } = await register();
    expect(status).toBe(201);
    expect(next.tradeNumber).not.toBe(last.tradeNumber);
    expect(serial(next.tradeNumber)).toBe(serial(last.tradeNumber) + 1);
    expect(await found(last.tradeNumber)).toEqual([last.id]);
    expect(await found(next.tradeNumber)).toEqual([next.id]);
  });

  it('is found however it is typed', async () => {
    const { body: trade } = await register();
    const { tradeNumber: number } = trade;
    for (const typed of [
      number.toLowerCase(),
      ` ${number.slice(0, 2)} ${number.slice(2)} `,
      number.replace('JD', 'ＪＤ－'),
    ]) {
      expect(await found(typed), typed).toEqual([trade.id]);
    }
    for (const typed of [number.slice(0, -1), `${number}0`, number.replace('JD', 'ZD'), 'x', trade.id]) {
      expect(await found(typed), typed).toEqual([]);
    }
  });

  it('finds nothing that the other filters leave out', async () => {
    const { body: trade } = await register();
    const { tradeNumber: number, id, createdAt } = trade;
    expect(await found(number, clerk(), { status: 'REGISTERED', destinationCountry: 'ARE' })).toEqual([id]);
    expect(await found(number, clerk(), { status: 'WITHDRAWN' })).toEqual([]);
    expect(await found(number, clerk(), { destinationCountry: 'KAZ' })).toEqual([]);
    expect(await found(number, clerk(), { review: 'OPEN' })).toEqual([]);
    expect(await found(number, clerk(), { since: createdAt })).toEqual([id]);
    expect(await found(number, clerk(), { since: '2026-03-17T01:30:00.001Z' })).toEqual([]);
    expect(await found(number, operator(), { districtId: DAZU })).toEqual([id]);
    expect(await found(number, operator(), { districtId: YUZHONG })).toEqual([]);
    expect((await on('listTrades', { query: { tradeNumber: 'J'.repeat(41) } })).status).toBe(400);
  });

  describe('for its reader', () => {
    const agent = (entityId: string): Caller => ({ sub: 'agent', role: 'agent', districtId: DAZU, entityId });
    let trade: { id: string; tradeNumber: string };
    beforeAll(async () => {
      trade = (await register({ tradeOperatorId: OPERATOR, exportMode: 'ENTRUSTED' })).body;
      expect(trade.tradeNumber).toBeDefined();
    });

    it.each([
      ['the district’s clerk', clerk(), true],
      ['its reviewer', reviewer(), true],
      ['the city', operator(), true],
      ['an agency of the city', agency(), true],
      ['an agency of the district', agency(DAZU), true],
      ['its merchant', merchant(MERCHANT), true],
      ['its trade operator', agent(OPERATOR), true],
      ['another district’s clerk', clerk(YUZHONG), false],
      ['another district’s agency', agency(YUZHONG), false],
      ['another merchant', merchant(idOf('entity', 77)), false],
      ['its buyer, who is no party that reads', merchant(BUYER), false],
      ['its merchant in another district', merchant(MERCHANT, YUZHONG), false],
      ['another agent', agent(idOf('entity', 78)), false],
      ['an agent of nobody', { sub: 'a', role: 'agent', districtId: DAZU } satisfies Caller, false],
    ] as [string, Caller, boolean][])('%s', async (_who, caller, sees) => {
      expect(await found(trade.tradeNumber, caller)).toEqual(sees ? [trade.id] : []);
    });
  });
});

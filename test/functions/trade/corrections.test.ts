import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { freeLedger, readLedgers, reserveLedger } from '../../../functions/shared/ledger/ledger.ts';
import { ConcurrencyConflict } from '../../../functions/shared/table/errors.ts';
import { districtKey } from '../../../functions/shared/table/keys.ts';
import { build } from '../../../functions/trade/api.ts';
import { tradeApi } from '../../../functions/trade/contract/index.ts';
import { build as buildCount } from '../../../functions/trade/subscribers/count-trade.ts';
import { asRead, type CallOptions, call, clerk, DAZU, merchant, reviewer, YUZHONG } from '../../kit/call.ts';
import { ratesRow } from '../../kit/rates.ts';
import { publish } from '../../kit/reference.ts';
import { useRegistry } from '../../kit/registry.ts';
import { newsOf } from '../notices/news.ts';
import {
  agreement,
  BUYER,
  body,
  buyerParty,
  cartons,
  deliver,
  file,
  fileSample,
  idOf,
  line,
  MERCHANT,
  merchantParty,
  OPERATOR,
  operatorParty,
  partyOf,
  TROWEL,
  trowel,
} from './samples.ts';

const NOW = '2026-03-17T01:30:00.000Z';
const registry = useRegistry(NOW);
const [SECOND_BUYER, CONSOLIDATOR, KENYAN] = [idOf('entity', 81), idOf('entity', 82), idOf('entity', 85)];
const shop = merchant(MERCHANT);

beforeAll(async () => {
  await fileSample(registry.runtime);
  await file(registry.runtime, {
    parties: [
      partyOf(SECOND_BUYER, 'buyer', { nationality: 'ARE' }),
      partyOf(KENYAN, 'buyer', { nationality: 'KEN' }),
      partyOf(CONSOLIDATOR, 'consolidator', { name: '陆港联运' }),
    ],
  });
});

const on = (operation: keyof typeof tradeApi, options: CallOptions = {}) =>
  call(build(registry.runtime), tradeApi, operation, { caller: clerk(), ...options });

async function registered(changes: Record<string, unknown> = {}): Promise<string> {
  const reply = await on('registerTrade', { body: body(changes) });
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return reply.body.id;
}

const read = async (id: string) => (await on('readTrade', { params: { id } })).body;
const etagOf = async (id: string): Promise<string> => (await on('readTrade', { params: { id } })).headers['ETag'] ?? '';

const correct = async (id: string, changes: Record<string, unknown> = {}, options: CallOptions = {}) =>
  on('correctTrade', {
    params: { id },
    body: { ...body(changes), reason: '数量少写一位' },
    headers: { 'If-Match': await etagOf(id) },
    ...options,
  });

const ledgerOf = async (id: string) => (await readLedgers(registry.runtime.table, [id]))[0];
const conflict = () => new ConcurrencyConflict('test');
const codes = (reply: { status: number; body: { errors?: { code: string; pointer: string }[]; code?: string } }) => [
  reply.status,
  ...(reply.body.errors?.map(({ code, pointer }) => `${code} ${pointer}`) ?? [reply.body.code]),
];
const told = async (id: string) =>
  (await registry.messages(districtKey(DAZU, 'TRADE', id))).flatMap((message: any) =>
    message.name === 'TradeChanged' ? [message.detail] : [],
  );

/** Half of what the sample sells. */
const HALF = line({
  quantity: 11_000,
  amount: '11000.00',
  legalQuantity: 2090,
  cartons: [cartons({ count: 110 })],
});

describe('a correction', () => {
  it('says anew what was entered, and keeps number, day and whose it is', async () => {
    const id = await registered();
    const before = await read(id);
    registry.setClock('2026-03-20T01:30:00.000Z');
    const reply = await correct(id, { buyerId: SECOND_BUYER, lines: [HALF] });
    registry.setClock(NOW);
    expect(reply, JSON.stringify(reply.body)).toMatchObject({
      status: 200,
      headers: { ETag: '"2"' },
      body: {
        id,
        tradeNumber: before.tradeNumber,
        status: 'REGISTERED',
        totalUsd: { amount: '11000.00' },
        cartonCount: 110,
      },
    });
    const after = await read(id);
    expect(after).toMatchObject({
      buyerId: SECOND_BUYER,
      registeredAt: before.registeredAt,
      correction: { no: 1, by: 'clerk-500111', reason: '数量少写一位' },
    });
    expect(after.correction.changed).toEqual([
      '境外采购商',
      '第 1 行成交数量',
      '第 1 行法定数量',
      '第 1 行金额',
      '第 1 行装箱',
    ]);
    expect(await ledgerOf(id)).toEqual({ tradeId: id, state: 'OPEN', correction: 1 });
  });

  it('is asked with a reason, of the version that was read, and says something', async () => {
    const id = await registered();
    expect(codes(await correct(id))).toEqual([422, 'NOTHING_CORRECTED ']);
    const without = await correct(id, {}, { body: body({ lines: [HALF] }) });
    expect(codes(without)).toEqual([422, 'REQUIRED /reason']);
    const stale = await correct(
      id,
      {},
      { headers: { 'If-Match': '"9"' }, body: { ...body({ lines: [HALF] }), reason: '错' } },
    );
    expect(stale.status).toBe(412);
    expect((await correct(id, {}, { headers: {} })).status).toBe(428);
  });

  it('is found by where the trade goes now, in the register and in the reviewers’ queue', async () => {
    const late = { vouchers: [{ type: 'PACKING_LIST', number: 'ZX-8', issuedOn: '2026-03-16' }] };
    const id = await registered(late);
    const kenyan = { ...late, buyerId: KENYAN, destinationCountry: 'KEN', portOfDischarge: 'KEMBA' };
    expect((await correct(id, kenyan)).body).toMatchObject({ reviewState: 'OPEN' });
    const listed = async (query: Record<string, string>): Promise<boolean> =>
      (await on('listTrades', { caller: reviewer(), query: { limit: '200', ...query } })).body.items.some(
        (one: any) => one.id === id,
      );
    const day = { from: '2026-03-17', to: '2026-03-17' };
    for (const query of [{ review: 'OPEN' }, day, {}] as Record<string, string>[]) {
      expect(await listed({ ...query, destinationCountry: 'KEN' })).toBe(true);
      expect(await listed({ ...query, destinationCountry: 'ARE' })).toBe(false);
    }
  });

  it('answers a repeated request once', async () => {
    const id = await registered();
    const headers = { 'If-Match': '"1"', 'Idempotency-Key': 'correction-once' };
    const [first, again] = [
      await correct(id, { lines: [HALF] }, { headers }),
      await correct(id, { lines: [HALF] }, { headers }),
    ];
    expect([first.status, again.status, again.headers['Idempotent-Replayed']]).toEqual([200, 200, 'true']);
    expect(await read(id)).toMatchObject({ correction: { no: 1 } });
  });

  it('is judged by every rule', async () => {
    const id = await registered();
    const wrong = line({ quantity: 11_000 });
    expect(codes(await correct(id, { lines: [wrong] }))).toEqual([422, 'AMOUNT_NOT_PRODUCT /lines/0/amount']);
    expect(await read(id)).not.toHaveProperty('correction');
  });

  it('names no other party', async () => {
    const id = await registered();
    const [other, operator] = [idOf('entity', 83), idOf('entity', 84)];
    await file(registry.runtime, {
      parties: [merchantParty({ entityId: other }), operatorParty({ entityId: operator })],
      agreements: [agreement({ agreementId: idOf('agreement', 84), tradeOperatorId: operator })],
    });
    expect(codes(await correct(id, { merchantId: other, tradeOperatorId: operator }))).toEqual([
      422,
      'CORRECTION_OF_PARTY /merchantId',
      'CORRECTION_OF_PARTY /tradeOperatorId',
    ]);
  });

  it('is of one’s own trades', async () => {
    const id = await registered();
    expect((await correct(id, { lines: [HALF] }, { caller: merchant(idOf('entity', 99)) })).status).toBe(404);
    expect((await correct(id, { lines: [HALF] }, { caller: clerk(YUZHONG) })).status).toBe(404);
    expect((await correct(id, { lines: [HALF] }, { caller: reviewer() })).status).toBe(403);
    expect((await correct(id, { lines: [HALF] }, { caller: shop })).status).toBe(200);
  });

  it.each(['RESERVED', 'AWAITED'] as const)('waits until no consolidation holds the goods, %s', async (state) => {
    const id = await registered(state === 'AWAITED' ? { lines: [line({ cartons: undefined })] } : {});
    const holder = { id: idOf('consolidation', 1), consolidationNumber: 'ZD5001112026000001' };
    await registry.runtime.table.commit([reserveLedger(id, holder, conflict, state)]);
    const reply = await correct(id, { lines: [HALF] });
    expect(reply).toMatchObject({ status: 409, body: { code: 'WRONG_STATE' } });
    expect(reply.body.detail).toContain('ZD5001112026000001');
    await registry.runtime.table.commit([freeLedger(id, holder.id, conflict, state)]);
    expect((await correct(id, { lines: [HALF] })).status).toBe(200);
  });

  it('ends with the trade', async () => {
    const id = await registered();
    await on('withdrawTrade', { params: { id } });
    expect((await correct(id, { lines: [HALF] })).status).toBe(409);
  });

  it('values the same currency by the rate of the day on which the trade was entered', async () => {
    await publish(registry, 'rates', { from: '2026-03-01', rows: [ratesRow('2026-03')] });
    const id = await registered({ currency: 'EUR' });
    await publish(registry, 'rates', {
      from: '2026-03-10',
      rows: [{ ...ratesRow('2026-03', { EUR: '1.3' }), from: '2026-03-10' }],
    });
    await correct(id, { currency: 'EUR', lines: [HALF] });
    expect(await read(id)).toMatchObject({ exchangeRate: { usdPerUnit: '1.1' }, totalUsd: { amount: '12100.00' } });
  });
});

describe('goods that are consolidated', () => {
  it('are not taken by whoever has not heard of their correction', async () => {
    const id = await registered();
    await correct(id, { lines: [HALF] });
    const take = (correction?: number) =>
      registry.runtime.table.commit([
        reserveLedger(id, { id: idOf('consolidation', 2) }, conflict, 'RESERVED', undefined, correction),
      ]);
    await expect(take()).rejects.toThrow(ConcurrencyConflict);
    await take(1);
    expect(await ledgerOf(id)).toMatchObject({ state: 'RESERVED' });
  });
});

describe('a review', () => {
  const LATE = { vouchers: [{ type: 'PACKING_LIST', number: 'ZX-9', issuedOn: '2026-03-16' }] };

  it('that a correction has done with no longer holds the goods', async () => {
    const id = await registered(LATE);
    expect(await ledgerOf(id)).toMatchObject({ state: 'HELD' });
    expect((await correct(id)).body).not.toHaveProperty('reviewState');
    expect(await ledgerOf(id)).toMatchObject({ state: 'OPEN' });
    const { body: page } = await on('listTrades', { caller: reviewer(), query: { review: 'OPEN', limit: '200' } });
    expect(page.items.map((one: any) => one.id)).not.toContain(id);
  });

  it('is asked for again of what was released, and by none who has corrected', async () => {
    const id = await registered(LATE);
    const decide = async (sub: string) =>
      on('reviewTrade', {
        caller: { ...reviewer(), sub },
        params: { id },
        body: { decision: 'RELEASE', reasons: ['已核对'] },
        headers: await asRead(on('readTrade', { params: { id } })),
      });
    await decide(reviewer().sub);
    const both = { ...shop, sub: 'both-hats' };
    expect((await correct(id, { ...LATE, lines: [HALF] }, { caller: both })).body).toMatchObject({
      reviewState: 'OPEN',
    });
    expect(await ledgerOf(id)).toMatchObject({ state: 'HELD' });
    await correct(id, { ...LATE, lines: [HALF], buyerId: SECOND_BUYER });
    expect((await decide('both-hats')).status).toBe(403);
    expect((await decide('another')).status).toBe(200);
  });

  it('does not call a trade late because it is corrected later', async () => {
    const onTime = { vouchers: [{ type: 'PACKING_LIST', number: 'ZX-10', issuedOn: '2026-03-17' }] };
    const id = await registered(onTime);
    registry.setClock('2026-03-25T01:30:00.000Z');
    const reply = await correct(id, { ...onTime, lines: [HALF] });
    registry.setClock(NOW);
    expect(reply).toMatchObject({ status: 200, body: { reviewFindings: [] } });
  });
});

describe('the vouchers', () => {
  const stating = (quantity: number, number: string) => ({
    type: 'CONTRACT',
    number,
    goods: [{ goodsId: TROWEL, quantity }],
  });

  it('of a corrected trade are its own, and those that it leaves are free for others', async () => {
    const id = await registered({ voucher: 'HT-A' });
    expect((await correct(id, { voucher: 'HT-A', lines: [HALF] })).body).not.toHaveProperty('reviewState');
    expect((await correct(id, { voucher: 'HT-B', lines: [HALF] })).body).not.toHaveProperty('reviewState');
    const taken = (voucher: string) => on('registerTrade', { body: body({ voucher }) });
    expect((await taken('HT-A')).body.reviewFindings).toEqual([]);
    expect((await taken('HT-B')).body.reviewFindings).toMatchObject([{ code: 'VOUCHER_USED_BEFORE' }]);
  });

  it('state anew what nobody else has drawn, and not what somebody has', async () => {
    const id = await registered({ vouchers: [stating(22_000, 'HT-C')] });
    expect((await correct(id, { lines: [HALF], vouchers: [stating(21_000, 'HT-C')] })).status).toBe(200);
    await registered({
      lines: [line({ ...HALF, quantity: 10_000, amount: '10000.00' })],
      vouchers: [stating(21_000, 'HT-C')],
    });
    expect(codes(await correct(id, { lines: [HALF], vouchers: [stating(30_000, 'HT-C')] }))).toEqual([
      422,
      'VOUCHER_STATEMENT_CHANGED /vouchers/0/goods',
    ]);
    expect(codes(await correct(id, { vouchers: [{ type: 'CONTRACT', number: 'HT-C' }] }))).toEqual([
      422,
      'VOUCHER_QUANTITY_EXCEEDED /vouchers/0/goods',
    ]);
  });

  it('never state more than is drawn from them, however trades are corrected', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 2, maxLength: 5 }), async (wanted) => {
        round += 1;
        const vouchers = [stating(12, `HT-P${round}`)];
        const selling = (quantity: number) => ({
          vouchers,
          lines: [line({ quantity, amount: `${quantity}.00`, legalQuantity: 1, cartons: undefined })],
        });
        const other = await registered(selling(4));
        const id = await registered(selling(2));
        let own = 2;
        for (const quantity of wanted) {
          const reply = await correct(id, selling(quantity));
          expect(reply.status).toBe(quantity === own ? 422 : quantity <= 8 ? 200 : 422);
          if (reply.status === 200) own = quantity;
        }
        const rest = await on('registerTrade', { body: body(selling(12 - 4 - own + 1)) });
        expect(rest.status).toBe(422);
        if (own < 8) expect((await on('registerTrade', { body: body(selling(8 - own)) })).status).toBe(201);
        expect((await read(other)).vouchers).toMatchObject([{ drawn: [{ quantity: 4 }] }]);
      }),
      { numRuns: 8 },
    );
  });
});

describe('what was counted of a corrected trade', () => {
  const count = (event: unknown) => deliver(buildCount(registry.runtime), 'TradeChanged', event);
  const month = async (groupBy: string) =>
    (await on('tradeStatistics', { query: { month: '2026-02', groupBy } })).body.items;

  it('is what it says now, in whatever order its versions arrive, with fewer lines and another destination', async () => {
    const goods = Array.from({ length: 70 }, (_one, index) =>
      trowel({
        goodsId: idOf('goods', 2000 + index),
        hsCode: `${60 + (index % 10)}101011${10 + index}`,
        legalUnit: '016',
      }),
    );
    await file(registry.runtime, { goods });
    registry.setClock('2026-02-02T04:00:00.000Z');
    const lines = goods.map(({ goodsId }) =>
      line({ goodsId, quantity: 10, unitPrice: '10', amount: '100.00', cartons: undefined }),
    );
    const kenyan = { buyerId: KENYAN, destinationCountry: 'KEN', portOfDischarge: 'KEMBA', lines: [HALF] };
    for (const [trades, isInOrder] of [true, false].entries()) {
      const id = await registered({ lines });
      const corrected = await correct(id, kenyan);
      expect(corrected.status, JSON.stringify(corrected.body)).toBe(200);
      const events = await told(id);
      for (const event of isInOrder ? events : events.toReversed()) await count(event);
      expect(await month('destination')).toMatchObject([{ key: 'KEN', trades: trades + 1, lines: trades + 1 }]);
      expect(await month('chapter')).toMatchObject([{ key: '82', totalUsd: { amount: `${(trades + 1) * 11000}.00` } }]);
    }
    registry.setClock(NOW);
  });
});

describe('people', () => {
  it('are told who corrected what and why, the consolidator too to whom the goods stand offered', async () => {
    const id = await registered();
    await on('offerTrades', { caller: shop, body: { tradeIds: [id], consolidatorId: CONSOLIDATOR } });
    await correct(id, { lines: [HALF] });
    const detail = (await told(id)).at(-1);
    expect(detail).toMatchObject({
      action: 'CORRECT',
      reason: '数量少写一位',
      correction: { no: 1 },
      offeredTo: CONSOLIDATOR,
    });
    const news = newsOf('TradeChanged', detail);
    expect(news.map(({ recipient, kind }) => [recipient, kind])).toEqual(
      [MERCHANT, OPERATOR, CONSOLIDATOR].map((recipient) => [recipient, 'TRADE_CORRECTED']),
    );
    expect(news[0]?.message).toMatch(
      /已更正：第 1 行成交数量、第 1 行法定数量、第 1 行金额、第 1 行装箱；原因：数量少写一位。如有异议/,
    );
  });

  it('are told the reason of a withdrawal, and a client that gives none withdraws as before', async () => {
    const [with_, without] = [await registered(), await registered()];
    const reply = await on('withdrawTrade', { params: { id: with_ }, body: { reason: '客户取消订单' } });
    expect(reply.status).toBe(200);
    const [news] = newsOf('TradeChanged', (await told(with_)).at(-1));
    expect(news?.message).toMatch(/已撤回；原因：客户取消订单$/);
    expect((await on('withdrawTrade', { params: { id: without } })).status).toBe(200);
    const [silent] = newsOf('TradeChanged', (await told(without)).at(-1));
    expect(silent?.message).toMatch(/已撤回$/);
    expect((await on('withdrawTrade', { params: { id: without }, body: { why: '?' } })).status).toBe(422);
  });
});

describe('the versions of a trade', () => {
  it('say who did what, when and why, and what was otherwise', async () => {
    const id = await registered({ lines: [line({ cartons: undefined })] });
    await on('measureTrade', {
      params: { id },
      headers: { 'If-Match': '"1"' },
      body: { lines: [{ lineNo: 1, cartons: [cartons()] }] },
    });
    await correct(id, { portOfDischarge: 'AEDXB' }, { caller: shop });
    await on('withdrawTrade', { params: { id }, body: { reason: '客户取消订单' } });
    const { body: versions } = await on('listTradeVersions', { caller: shop, params: { id } });
    expect(
      versions.items.map((one: any) => [one.version, one.action, one.by, one.reasons, one.status, one.differences]),
    ).toEqual([
      [1, 'REGISTER', 'clerk-500111', [], 'REGISTERED', []],
      [
        2,
        'MEASURE',
        'clerk-500111',
        [],
        'REGISTERED',
        [
          {
            pointer: '/lines/0/cartons',
            title: '第 1 行装箱',
            after: '220 箱 600×400×270 毫米，每箱毛重 20 千克、净重 19 千克',
          },
        ],
      ],
      [
        3,
        'CORRECT',
        shop.sub,
        ['数量少写一位'],
        'REGISTERED',
        [{ pointer: '/portOfDischarge', title: '指运港', before: 'AEJEA', after: 'AEDXB' }],
      ],
      [4, 'WITHDRAW', 'clerk-500111', ['客户取消订单'], 'WITHDRAWN', []],
    ]);
    expect(versions.items[0].trade.lines[0].cartons).toEqual([]);
    expect(versions.items[1].trade.portOfDischarge).toBe('AEJEA');
    const others = await on('listTradeVersions', { caller: merchant(BUYER), params: { id } });
    expect(others.status).toBe(404);
  });

  it('name whom each named, the buyer of before too', async () => {
    const id = await registered();
    await correct(id, { buyerId: SECOND_BUYER });
    const { body: versions } = await on('listTradeVersions', { params: { id } });
    expect(versions.items.map(({ trade }: any) => trade.buyerName)).toEqual([
      buyerParty().name,
      partyOf(SECOND_BUYER, 'buyer').name,
    ]);
  });
});

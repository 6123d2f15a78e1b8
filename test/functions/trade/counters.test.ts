import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EntityKind } from '../../../functions/events/entity.ts';
import { districtKey } from '../../../functions/shared/table/keys.ts';
import { build } from '../../../functions/trade/api.ts';
import { tradeApi } from '../../../functions/trade/contract/index.ts';
import { build as countTrade } from '../../../functions/trade/subscribers/count-trade.ts';
import { agency, type CallOptions, call, clerk, DAZU, merchant, operator, YUZHONG } from '../../kit/call.ts';
import { ratesRow } from '../../kit/rates.ts';
import { publish } from '../../kit/reference.ts';
import { useRegistry } from '../../kit/registry.ts';
import {
  agreement,
  body,
  cartons,
  deliver,
  file,
  fileSample,
  idOf,
  line,
  MERCHANT,
  merchantParty,
  partyOf,
  trowel,
} from './samples.ts';

const registry = useRegistry();

const on = (operation: keyof typeof tradeApi, options: CallOptions = {}) =>
  call(build(registry.runtime), tradeApi, operation, { caller: clerk(), ...options });

/** Every event that a trade has told so far. */
async function eventsOf(tradeId: string): Promise<Record<string, unknown>[]> {
  const messages = await registry.messages(districtKey(tradeId.split('-')[1] ?? '', 'TRADE', tradeId));
  return messages.flatMap((message) => (message.type === 'event' ? [message.detail] : []));
}

const count = (detail: unknown) => deliver(countTrade(registry.runtime), 'TradeChanged', detail);

async function register(changes: Record<string, unknown>, caller = clerk()): Promise<string> {
  const reply = await on('registerTrade', { caller, body: body(changes) });
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return reply.body.id;
}

const rows = async (query: Record<string, string>, caller = clerk()) => {
  const reply = await on('tradeStatistics', { caller, query });
  expect(reply.status).toBe(200);
  return reply.body.items;
};

beforeAll(async () => {
  await fileSample(registry.runtime);
  await file(registry.runtime, {
    parties: [merchantParty({ version: 2, marketId: 'dazu-longshui-hardware' })],
    agreements: [agreement({ version: 2, validFrom: '2025-01-01' })],
  });
});

describe('counting', () => {
  it('holds the latest version once, however often and in whatever order the versions arrive', async () => {
    registry.setClock('2025-05-31T16:30:00.000Z');
    const measured = await register({ lines: [line({ cartons: undefined }), line()] });
    await on('measureTrade', {
      params: { id: measured },
      headers: { 'If-Match': '"1"' },
      body: { lines: [{ lineNo: 1, cartons: [cartons({ count: 1, grossWeightKg: 4000, netWeightKg: 3999 })] }] },
    });
    const withdrawn = await register({ lines: [line()] });
    await on('withdrawTrade', { params: { id: withdrawn } });
    const events = [...(await eventsOf(measured)), ...(await eventsOf(withdrawn))];
    expect(events).toHaveLength(4);

    const expected = [
      {
        key: DAZU,
        name: '大足区',
        trades: 1,
        lines: 2,
        totalUsd: { amount: '44000.00', currency: 'USD' },
        netWeightKg: 3999 + 4180,
        grossWeightKg: 4000 + 4400,
      },
    ];
    // The trades were entered on 1 June in China.
    const orders = fc.array(fc.constantFrom(...events), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(orders, async (some) => {
        for (const event of [...some, ...events, ...some]) await count(event);
        expect(await rows({ month: '2025-06' })).toEqual(expected);
        expect(await rows({ month: '2025-05' })).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });

  it('counts one part of two deliveries at the same moment', async () => {
    registry.setClock('2025-08-01T04:00:00.000Z');
    const [event] = await eventsOf(await register({}));
    const outcomes = await Promise.allSettled([count(event), count(event), count(event)]);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ name: 'ConcurrencyConflict' });
    }
    await count(event);
    expect(await rows({ month: '2025-08' })).toMatchObject([{ trades: 1, lines: 1 }]);
  });

  it('takes a trade of the most lines', async () => {
    registry.setClock('2025-09-01T04:00:00.000Z');
    const goods = Array.from({ length: 200 }, (_one, index) =>
      trowel({
        goodsId: idOf('goods', 1000 + index),
        // Two hundred different codes of eight digits in twenty chapters.
        hsCode: `${String(60 + (index % 10))}${String(10 + index).padStart(4, '0')}1100`,
        legalUnit: '016',
      }),
    );
    await file(registry.runtime, { goods });
    const lines = goods.map(({ goodsId }) =>
      line({ goodsId, quantity: 10, unitPrice: '10', amount: '100.00', cartons: undefined }),
    );
    const [event] = await eventsOf(await register({ lines }));
    await count(event);
    await count(event);
    const byChapter = await rows({ month: '2025-09', groupBy: 'chapter' });
    expect(byChapter).toHaveLength(10);
    expect(byChapter.reduce((sum: number, row: { lines: number }) => sum + row.lines, 0)).toBe(200);
    expect(await rows({ month: '2025-09' })).toMatchObject([{ trades: 1, totalUsd: { amount: '20000.00' } }]);
  });
});

describe('what was counted', () => {
  const selling = (unitPrice: string, changes: Record<string, unknown> = {}) =>
    on('registerTrade', {
      body: body({
        lines: [
          line({
            quantity: 1000,
            unitPrice,
            amount: `${Number(unitPrice) * 1000}.00`,
            legalQuantity: 100,
            cartons: undefined,
          }),
        ],
        ...changes,
      }),
    });

  it('is what the next trade is compared with', async () => {
    registry.setClock('2025-10-01T04:00:00.000Z');
    const merchantId = idOf('entity', 41);
    const buyerId = idOf('entity', 42);
    const goodsId = idOf('goods', 41);
    await file(registry.runtime, {
      parties: [merchantParty({ entityId: merchantId }), partyOf(buyerId, 'buyer', { nationality: 'ARE' })],
      goods: [trowel({ goodsId, merchantId, hsCode: '8201100000' })],
    });
    const own = (unitPrice: string, more: Record<string, unknown> = {}) => {
      const amount = `${Number(unitPrice) * 1000}.00`;
      const lines = [line({ goodsId, quantity: 1000, unitPrice, amount, legalQuantity: 100, cartons: undefined })];
      return selling(unitPrice, {
        merchantId,
        buyerId,
        exportMode: 'SELF',
        tradeOperatorId: undefined,
        lines,
        ...more,
      });
    };
    for (let trade = 0; trade < 5; trade += 1) {
      const reply = await own('1');
      expect(reply.status).toBe(201);
      for (const event of await eventsOf(reply.body.id)) await count(event);
    }
    const dear = await own('3');
    expect(dear.status).toBe(422);
    expect(dear.body.errors).toMatchObject([{ code: 'PRICE_UNUSUAL', severity: 'WARNING' }]);
    const elsewhere = await own('1', { portOfDischarge: 'AESHJ' });
    expect(elsewhere.body.errors).toMatchObject([{ code: 'NEW_PORT_OF_BUYER', severity: 'WARNING' }]);
    const extreme = await own('11');
    expect(extreme.body).toMatchObject({ reviewState: 'OPEN', reviewFindings: [{ code: 'PRICE_EXTREME' }] });
    // Sixty an hour; the five above are counted, none of another hour is.
    for (let trade = 5; trade < 60; trade += 1) {
      for (const event of await eventsOf((await own('1')).body.id)) await count(event);
    }
    expect((await own('1')).body.reviewFindings).toMatchObject([{ code: 'TOO_MANY_TRADES_AN_HOUR' }]);
    registry.setClock('2025-10-01T05:00:00.000Z');
    expect((await own('1')).body.reviewFindings).toEqual([]);
  });

  it('is forgotten with the quarter after', async () => {
    registry.setClock('2025-11-01T04:00:00.000Z');
    const line3 = { unitPrice: '7', amount: '7000.00' };
    const sellers = [61, 62, 63].map((number) => ({
      merchantId: idOf('entity', number),
      goodsId: idOf('goods', number),
    }));
    await file(registry.runtime, {
      parties: sellers.map(({ merchantId }) => merchantParty({ entityId: merchantId })),
      goods: sellers.map((one) => trowel({ ...one, hsCode: '8202100000' })),
    });
    const by = ({ merchantId, goodsId }: { merchantId: string; goodsId: string }) =>
      selling('7', {
        merchantId,
        exportMode: 'SELF',
        tradeOperatorId: undefined,
        lines: [line({ goodsId, quantity: 1000, ...line3, legalQuantity: 1000, cartons: undefined })],
      });
    const [first, second, third] = sellers;
    if (!first || !second || !third) throw new Error('three sellers');
    for (const one of [first, second]) {
      const reply = await by(one);
      expect(reply.body.reviewFindings).toEqual([]);
      for (const event of await eventsOf(reply.body.id)) await count(event);
    }
    for (const instant of ['2025-11-30T04:00:00.000Z', '2026-03-31T04:00:00.000Z']) {
      registry.setClock(instant);
      expect((await by(third)).body.reviewFindings).toMatchObject([{ code: 'SAME_LINE_OF_OTHER_MERCHANTS' }]);
    }
    registry.setClock('2026-04-01T04:00:00.000Z');
    expect((await by(third)).body.reviewFindings).toEqual([]);
  });
});

describe('tradeStatistics', () => {
  const month = '2025-12';
  beforeAll(async () => {
    registry.setClock('2025-12-10T04:00:00.000Z');
    await publish(registry, 'rates', { from: '2025-12-01', rows: [ratesRow('2025-12', { EUR: '1.08' })] });
    const party = (number: number, kind: EntityKind, districtId: string) =>
      partyOf(idOf('entity', number, districtId), kind, { districtId, nationality: 'ARE' });
    await file(registry.runtime, {
      parties: [party(71, 'merchant', YUZHONG), party(72, 'buyer', YUZHONG)],
      goods: [
        trowel({ goodsId: idOf('goods', 71, YUZHONG), merchantId: idOf('entity', 71, YUZHONG), districtId: YUZHONG }),
        trowel({ goodsId: idOf('goods', 72), hsCode: '7317000000' }),
      ],
    });
    const ids = [
      await register({ lines: [line(), line({ goodsId: idOf('goods', 72) })] }),
      await register({ currency: 'EUR' }),
      await register(
        {
          merchantId: idOf('entity', 71, YUZHONG),
          buyerId: idOf('entity', 72, YUZHONG),
          exportMode: 'SELF',
          tradeOperatorId: undefined,
          lines: [line({ goodsId: idOf('goods', 71, YUZHONG) })],
        },
        clerk(YUZHONG),
      ),
    ];
    for (const id of ids) for (const event of await eventsOf(id)) await count(event);
  });

  const summed = (
    items: { key: string; name: string; trades?: number; lines: number; totalUsd: { amount: string } }[],
  ) => items.map(({ key, name, trades, lines, totalUsd }) => [key, name, trades, lines, totalUsd.amount]);

  it.each([
    [
      'district',
      [
        [DAZU, '大足区', 2, 3, '67760.00'],
        [YUZHONG, '渝中区', 1, 1, '22000.00'],
      ],
    ],
    [
      'market',
      [
        ['dazu-longshui-hardware', '大足龙水五金市场', 2, 3, '67760.00'],
        ['', '未填写', 1, 1, '22000.00'],
      ],
    ],
    [
      'chapter',
      [
        ['82', expect.stringContaining('贱金属工具'), undefined, 3, '67760.00'],
        ['73', '钢铁制品', undefined, 1, '22000.00'],
      ],
    ],
    ['destination', [['ARE', '阿联酋', 3, 4, '89760.00']]],
  ])('sums by %s over the districts of the caller', async (groupBy, expected) => {
    expect(summed(await rows({ month, groupBy }, operator()))).toEqual(expected);
    expect(summed(await rows({ month, groupBy }, agency()))).toEqual(expected);
  });

  it('gives a district its own', async () => {
    expect(summed(await rows({ month }, clerk(YUZHONG)))).toEqual([[YUZHONG, '渝中区', 1, 1, '22000.00']]);
  });

  it('is a table for a spreadsheet', async () => {
    const options = { caller: operator(), query: { month, groupBy: 'chapter' } };
    const reply = await on('tradeStatistics', { ...options, headers: { Accept: 'text/csv' } });
    expect(reply.headers['Content-Type']).toBe('text/csv; charset=utf-8');
    const [header, first, second, ...rest] = reply.body.split('\r\n');
    expect(header).toBe('\uFEFF月份,代码,名称,交易笔数,商品行数,金额（美元）,净重（千克）,毛重（千克）');
    expect(first).toMatch(/^2025-12,82,.*,,3,67760.00,12540,13200$/);
    expect(second).toBe('2025-12,73,钢铁制品,,1,22000.00,4180,4400');
    expect(rest).toEqual(['']);
    expect((await on('tradeStatistics', { ...options, headers: { Accept: 'image/png' } })).status).toBe(406);
  });

  it.each([{}, { month: '2025-13' }, { month, groupBy: 'weather' }])('refuses %j', async (query) => {
    expect((await on('tradeStatistics', { query })).status).toBe(400);
  });

  it('is not for merchants', async () => {
    expect((await on('tradeStatistics', { caller: merchant(MERCHANT), query: { month } })).status).toBe(403);
  });
});

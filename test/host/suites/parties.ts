import { beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { DISTRICT, type Made } from '../../../infra/local/story/story.ts';
import { until } from '../../kit/until.ts';
import { registry, tell } from './host.ts';

/**
 * A day of a merchant, a trade operator and a consolidator, each by its own token alone: nobody is told an identifier by
 * another. Only who they are comes from the sample chain, as from a sign-in.
 */

let made: Made;
const party = (role: 'merchant' | 'agent', key: string): Caller => ({
  sub: `${role}-${key}`,
  role,
  districtId: DISTRICT,
  entityId: made.get(key) ?? '',
});
const shop = () => party('merchant', 'M1');
const self = () => party('merchant', 'M3');
const operator = () => party('agent', 'TO1');
const consolidator = () => party('agent', 'C1');

beforeAll(async () => {
  made = await tell();
});

const ok = async (caller: Caller, method: string, path: string, body?: unknown, headers?: Record<string, string>) => {
  const reply = await registry.send(caller, method, path, body, headers);
  expect(reply.status, `${method} ${path}: ${JSON.stringify(reply.body)}`).toBeLessThan(300);
  return reply.body;
};

/** The one of the directory, once what it is found by has arrived. */
const named = (caller: Caller, query: string): Promise<any> =>
  until(`the directory to find ${query}`, async () => {
    const { items } = await ok(caller, 'GET', `/v1/directory?${query}`);
    return items.length === 1 ? items[0] : undefined;
  });

const goodsOf = async (caller: Caller, name: string, merchantId?: string): Promise<any> => {
  const { items } = await ok(caller, 'GET', `/v1/goods${merchantId === undefined ? '' : `?merchantId=${merchantId}`}`);
  return items.find(({ nameZh }: any) => nameZh === name);
};

const box = { lengthMm: 600, widthMm: 400, heightMm: 270, grossWeightKg: 20, netWeightKg: 19 };

/** 22 cartons of 100 trowels, as the merchant has traded them before. */
const trowels = (goods: any, changes: object = {}) => ({
  destinationCountry: 'ARE',
  portOfDischarge: 'AEJEA',
  currency: 'USD',
  lines: [
    {
      goodsId: goods.id,
      quantity: 2200,
      unit: goods.dealUnit,
      legalQuantity: 418,
      unitPrice: '1.0000',
      amount: '2200.00',
      cartons: [{ count: 22, ...box }],
    },
  ],
  ...changes,
});

const TITLES =
  '商品名称,商品HS编码,规格型号,交易数量,单位,包装数量,包装单位,币种,货值,重量(KGS),法定数量,净重(KGS),箱长(MM),箱宽(MM),箱高(MM),指运港';
const CSV = { 'Content-Type': 'text/csv' };
const sheetOf = (titles: string, cells: (string | number)[]): Buffer =>
  Buffer.from(`${titles}\r\n${cells.join(',')}\r\n`);
const screwdrivers = [
  '螺丝刀',
  '8205400000',
  '铬钒钢|十字|PH2*150',
  3000,
  '把',
  15,
  '纸箱',
  'USD',
  '1800.00',
  240,
  225,
  225,
  420,
  300,
  220,
  'AEJEA',
];

const upload = async (caller: Caller, titles: string, cells: (string | number)[]): Promise<any> =>
  ok(caller, 'POST', '/v1/imports?kind=trade-lines', sheetOf(titles, cells), CSV);
const commit = (caller: Caller, id: string) =>
  registry.send(caller, 'POST', `/v1/imports/${id}/commit`, { mode: 'ALL_OR_NOTHING' });

/** Trades that the parties have made here, by what they are. */
const trades: Record<string, string> = {};
const tradeId = (name: string): string => trades[name] ?? '';

const kindsTo = async (caller: Caller, recordId: string): Promise<string[]> =>
  (await ok(caller, 'GET', '/v1/notices')).items
    .filter((one: any) => one.recordId === recordId)
    .map(({ kind }: any) => kind);
const toldOf = (caller: Caller, recordId: string, kind: string): Promise<true> =>
  until(`${caller.sub} to be told ${kind}`, async () => (await kindsTo(caller, recordId)).includes(kind) || undefined);

describe('a merchant', () => {
  it('registers a trade by form, of parties that it finds and goods of its own', async () => {
    const buyer = await named(shop(), 'kind=buyer');
    const agent = await named(shop(), `kind=tradeOperator&q=${encodeURIComponent('渝采通')}`);
    const goods = await goodsOf(shop(), '抹泥刀');
    const parties = {
      merchantId: shop().entityId,
      buyerId: buyer.id,
      tradeOperatorId: agent.id,
      exportMode: 'ENTRUSTED',
    };
    const trade = await ok(shop(), 'POST', '/v1/trades', trowels(goods, parties));
    expect(trade).toMatchObject({ status: 'REGISTERED', measured: true, buyerId: buyer.id });
    expect(trade.reviewFindings).toEqual([]);
    trades['form'] = trade.id;
  });

  it('registers one by sheet, whose buyer is the one that it has traded with', async () => {
    const sheet = await upload(shop(), TITLES, screwdrivers);
    const buyer = await named(shop(), 'kind=buyer');
    expect(sheet).toMatchObject({ errorCount: 0, proposedBuyer: { id: buyer.id } });
    const { status, body } = await commit(shop(), sheet.id);
    expect(status, JSON.stringify(body)).toBe(200);
    trades['sheet'] = body.outcome.trades[0].id;
    const read = await ok(shop(), 'GET', `/v1/trades/${tradeId('sheet')}`);
    expect(read).toMatchObject({ buyerId: buyer.id, exportMode: 'ENTRUSTED', destinationCountry: 'ARE' });
  });

  it('names the buyer in the sheet as its own export does, by name too, and no other merchant’s', async () => {
    const buyer = await named(shop(), 'kind=buyer');
    for (const word of [buyer.filingNumber, buyer.name.toLowerCase()]) {
      const sheet = await upload(shop(), `${TITLES},采购商`, [...screwdrivers, word]);
      const { status, body } = await commit(shop(), sheet.id);
      expect(status, `${word}: ${JSON.stringify(body)}`).toBe(200);
      await ok(shop(), 'POST', `/v1/trades/${body.outcome.trades[0].id}/withdrawal`);
    }
    const sheet = await upload(shop(), `${TITLES},采购商`, [...screwdrivers, 'CG5001112026000099']);
    const { status, body } = await commit(shop(), sheet.id);
    expect([status, body.errors.map(({ code }: any) => code)]).toEqual([422, ['PARTY_UNKNOWN']]);
    expect(body.errors[0].remedy).toContain('采购商代码');
  });

  it('has its trades as a sheet that names every party', async () => {
    const { rows } = await ok(shop(), 'GET', '/v1/exports/trade-lines', undefined, { Accept: 'application/json' });
    const [titles, ...lines] = rows as string[][];
    const at = (title: string): number => titles?.indexOf(title) ?? -1;
    const numbers = await Promise.all(
      (['form', 'sheet'] as const).map(
        async (key): Promise<string> => (await ok(shop(), 'GET', `/v1/trades/${tradeId(key)}`)).tradeNumber,
      ),
    );
    const mine = lines.filter((cells) => numbers.includes(cells[at('交易单号')] ?? ''));
    expect(mine).toHaveLength(2);
    for (const cells of mine) expect(cells[at('采购商')]).toMatch(/^CG/);
  });

  it('that exports itself offers its trade to a consolidator that it finds', async () => {
    const [buyer, goods] = [await named(self(), 'kind=buyer'), await goodsOf(self(), '铰链')];
    const line = {
      goodsId: goods.id,
      quantity: 3000,
      unit: '020',
      legalQuantity: 270,
      unitPrice: '0.3000',
      amount: '900.00',
    };
    const cartons = [{ count: 9, lengthMm: 350, widthMm: 250, heightMm: 200, grossWeightKg: 31, netWeightKg: 30 }];
    const trade = await ok(self(), 'POST', '/v1/trades', {
      ...trowels(goods, { merchantId: self().entityId, buyerId: buyer.id, exportMode: 'SELF' }),
      lines: [{ ...line, cartons }],
    });
    expect(trade.reviewFindings).toEqual([]);
    trades['self'] = trade.id;
    const found = await named(self(), 'kind=consolidator');
    const offer = await ok(self(), 'POST', '/v1/trade-offers', { tradeIds: [trade.id], consolidatorId: found.id });
    expect(offer).toMatchObject({ status: 'OFFERED', consolidatorName: found.name });
  });
});

describe('a trade operator', () => {
  it('registers by form for a merchant that has entrusted it, and by sheet', async () => {
    const entrusting = await named(operator(), `kind=merchant&q=${encodeURIComponent('双龙')}`);
    const goods = await goodsOf(operator(), '不锈钢汤锅', entrusting.id);
    const buyer = await named(operator(), 'kind=buyer');
    const parties = {
      merchantId: entrusting.id,
      buyerId: buyer.id,
      tradeOperatorId: operator().entityId,
      exportMode: 'ENTRUSTED',
    };
    const line = {
      goodsId: goods.id,
      quantity: 80,
      unit: '007',
      legalQuantity: 96,
      unitPrice: '5.0000',
      amount: '400.00',
    };
    const cartons = [{ count: 10, lengthMm: 500, widthMm: 490, heightMm: 280, grossWeightKg: 10.6, netWeightKg: 9.6 }];
    const trade = await ok(operator(), 'POST', '/v1/trades', {
      ...trowels(goods, parties),
      lines: [{ ...line, cartons }],
    });
    expect(trade.reviewFindings).toEqual([]);
    trades['operator'] = trade.id;
    const sheet = await upload(operator(), TITLES, screwdrivers);
    expect(sheet).toMatchObject({ errorCount: 0, proposedBuyer: { id: buyer.id } });
    const { status, body } = await commit(operator(), sheet.id);
    expect(status, JSON.stringify(body)).toBe(200);
    await ok(operator(), 'POST', `/v1/trades/${body.outcome.trades[0].id}/withdrawal`);
  });

  it('sees none of the goods of who has not entrusted it', async () => {
    const goods = await goodsOf(self(), '铰链');
    expect(await goodsOf(operator(), '铰链', self().entityId)).toBeUndefined();
    expect((await registry.send(operator(), 'GET', `/v1/goods/${goods.id}`)).status).toBe(404);
  });

  it('offers what it is entrusted with; the merchant may take its own back', async () => {
    const found = await named(operator(), 'kind=consolidator');
    const { items } = await ok(operator(), 'GET', '/v1/trades?status=REGISTERED');
    const mine = ['form', 'sheet', 'operator'].map(tradeId);
    expect(items.map(({ id }: any) => id)).toEqual(expect.arrayContaining(mine));
    const offer = await ok(operator(), 'POST', '/v1/trade-offers', { tradeIds: mine, consolidatorId: found.id });
    const [seen] = (await ok(shop(), 'GET', '/v1/trade-offers')).items;
    expect(seen).toMatchObject({ id: offer.id, status: 'OFFERED' });
    // Of the three the merchant is shown its own two.
    expect(seen.trades.map((one: any) => one.tradeId).toSorted()).toEqual(mine.slice(0, 2).toSorted());
  });
});

describe('a consolidator', () => {
  let consolidationId = '';

  it('sees what is offered to it, with what it has to load, and a suggestion of it', async () => {
    const { items: offers } = await ok(consolidator(), 'GET', '/v1/trade-offers?status=OFFERED');
    const offered = offers.flatMap(({ trades: of }: any) => of.map((one: any) => one.tradeId));
    expect(offered.toSorted()).toEqual(Object.values(trades).toSorted());
    for (const { id } of offers) {
      await toldOf(consolidator(), id, 'TRADES_OFFERED');
      await ok(consolidator(), 'POST', `/v1/trade-offers/${id}/acceptance`);
    }
    const { items } = await ok(consolidator(), 'GET', '/v1/trades?status=REGISTERED');
    expect(items.map(({ id }: any) => id).toSorted()).toEqual(Object.values(trades).toSorted());
    const read = await ok(consolidator(), 'GET', `/v1/trades/${tradeId('form')}`);
    expect(read.lines[0].cartons).toMatchObject([{ count: 22, ...box }]);
    await until('the suggestion of all that is offered', async () => {
      const found = await ok(consolidator(), 'GET', '/v1/consolidation-suggestions');
      const suggested = found.items.flatMap((one: any) => one.tradeIds).toSorted();
      return JSON.stringify(suggested) === JSON.stringify(Object.values(trades).toSorted()) || undefined;
    });
  });

  it('holds nothing that was not offered to it, whatever identifiers it knows', async () => {
    const others = await ok(shop(), 'GET', '/v1/trades?status=PACKED');
    const id = others.items[0]?.id ?? '';
    const reply = await registry.send(consolidator(), 'POST', '/v1/consolidations', await application([id]));
    expect([reply.status, reply.body.errors.map(({ code }: any) => code)]).toEqual([422, ['CONSENT_REQUIRED']]);
    expect((await registry.send(consolidator(), 'GET', `/v1/trades/${id}`)).status).toBe(404);
  });

  it('plans what is offered to it, and the owners are told that their goods are held, and why they are free again', async () => {
    const [{ tradeIds }] = (await ok(consolidator(), 'GET', '/v1/consolidation-suggestions')).items;
    const { id } = await ok(consolidator(), 'POST', '/v1/consolidations', await application(tradeIds));
    consolidationId = id;
    await until('the plan', async () => {
      const { status } = await ok(consolidator(), 'GET', `/v1/consolidations/${id}`);
      return status === 'PLANNING' ? undefined : status;
    });
    const planned = await ok(consolidator(), 'GET', `/v1/consolidations/${id}`);
    expect(planned).toMatchObject({ status: 'PLANNED', unplaced: [] });
    expect(planned.consents.map(({ basis }: any) => basis)).toEqual(planned.tradeIds.map(() => 'OFFER'));
    await toldOf(self(), tradeId('self'), 'GOODS_HELD');
    const withdrawal = await registry.send(self(), 'POST', `/v1/trades/${tradeId('self')}/withdrawal`);
    expect(withdrawal.status).toBe(409);
    await ok(consolidator(), 'POST', `/v1/consolidations/${consolidationId}/release`, { reason: '船期取消' });
    await toldOf(self(), tradeId('self'), 'GOODS_RELEASED');
    const { items } = await ok(self(), 'GET', '/v1/notices');
    const released = items.find(({ kind }: any) => kind === 'GOODS_RELEASED');
    expect(released.message).toMatch(
      /“大足区宏锦锁具经营部”.*的 1 笔交易已从组货人“.*”的组货单 ZD\d{16} 中释放，原因：船期取消/,
    );
  });

  it('is taken back what it no longer holds', async () => {
    await until('the trades to be free', async () => {
      const { status } = await ok(self(), 'GET', `/v1/trades/${tradeId('self')}`);
      return status === 'REGISTERED' || undefined;
    });
    for (const owner of [self(), operator()]) {
      const { items } = await ok(owner, 'GET', '/v1/trade-offers?status=ACCEPTED');
      for (const { id } of items) await ok(owner, 'POST', `/v1/trade-offers/${id}/withdrawal`, { reason: '改走空运' });
    }
    expect((await ok(consolidator(), 'GET', '/v1/trades?status=REGISTERED')).items).toEqual([]);
    expect((await registry.send(consolidator(), 'GET', `/v1/trades/${tradeId('self')}`)).status).toBe(404);
    for (const [name, owner] of [
      ['form', shop()],
      ['sheet', shop()],
      ['operator', operator()],
      ['self', self()],
    ] as const) {
      await ok(owner, 'POST', `/v1/trades/${tradeId(name)}/withdrawal`);
    }
  });

  async function application(tradeIds: readonly string[]) {
    return {
      consolidatorId: consolidator().entityId,
      tradeOperatorId: (await named(consolidator(), 'kind=tradeOperator')).id,
      destinationCountry: 'ARE',
      portOfDischarge: 'AEJEA',
      cutoffAt: new Date(Date.now() + 5 * 24 * 3_600_000).toISOString(),
      tradeIds,
      options: { seconds: 0.1 },
    };
  }
});

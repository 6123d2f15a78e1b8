import { beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { freeLedger, readLedgers, reserveLedger } from '../../../functions/shared/ledger/ledger.ts';
import type { Runtime } from '../../../functions/shared/runtime.ts';
import { ConcurrencyConflict } from '../../../functions/shared/table/errors.ts';
import { districtKey } from '../../../functions/shared/table/keys.ts';
import { build } from '../../../functions/trade/api.ts';
import { tradeApi } from '../../../functions/trade/contract/index.ts';
import { agency, type CallOptions, call, clerk, DAZU, merchant, operator, reviewer, YUZHONG } from '../../kit/call.ts';
import { ratesRow } from '../../kit/rates.ts';
import { publish } from '../../kit/reference.ts';
import { useRegistry } from '../../kit/registry.ts';
import {
  agreement,
  BUYER,
  body,
  cartons,
  file,
  fileSample,
  idOf,
  line,
  lineWorth,
  MERCHANT,
  merchantParty,
  OPERATOR,
  operatorParty,
  partyOf,
  TROWEL,
  trowel,
} from './samples.ts';

const registry = useRegistry();
beforeAll(async () => fileSample(registry.runtime));

const on = (operation: keyof typeof tradeApi, options: CallOptions = {}, runtime: Runtime = registry.runtime) =>
  call(build(runtime), tradeApi, operation, { caller: clerk(), ...options });

const agent = (entityId: string): Caller => ({ sub: 'agent', role: 'agent', districtId: DAZU, entityId });

async function registered(changes: Record<string, unknown> = {}): Promise<string> {
  const reply = await on('registerTrade', { body: body(changes) });
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return reply.body.id;
}

const ledgerOf = async (id: string) => (await readLedgers(registry.runtime.table, [id]))[0];
const conflict = () => new ConcurrencyConflict('test');
const reserve = (id: string, consolidationId: string) =>
  registry.runtime.table.commit([reserveLedger(id, { id: consolidationId }, conflict)]);
const codes = (reply: { body: { errors: { code: string }[] } }) => reply.body.errors.map((error) => error.code);

describe('an agreement that begins later', () => {
  it('is told by its first day, and not as one that is missing', async () => {
    const operatorId = idOf('entity', 91);
    await file(registry.runtime, {
      parties: [operatorParty({ entityId: operatorId, name: '重庆明日国际贸易有限公司' })],
      agreements: [
        agreement({ agreementId: idOf('agreement', 91), tradeOperatorId: operatorId, validFrom: '2026-03-18' }),
      ],
    });
    const { body: problem } = await on('registerTrade', { body: body({ tradeOperatorId: operatorId }) });
    expect(problem.errors).toMatchObject([
      {
        code: 'AGREEMENT_NOT_IN_FORCE',
        message:
          '市场经营户“大足区龙水镇兴旺五金经营部”与“重庆明日国际贸易有限公司”的委托代理出口货物协议自 2026-03-18 起生效，2026-03-17 尚未生效；请在 2026-03-18 或以后登记',
      },
    ]);
    expect(problem.errors[0]).not.toHaveProperty('transient');
  });
});

describe('registerTrade', () => {
  it('answers 201 with totals, ETag and Location', async () => {
    const reply = await on('registerTrade', { body: body() });
    expect(reply.status).toBe(201);
    expect(reply.headers).toMatchObject({ ETag: '"1"', Location: `/v1/trades/${reply.body.id}` });
    expect(reply.body).toMatchObject({
      status: 'REGISTERED',
      merchantId: MERCHANT,
      merchantName: '大足区龙水镇兴旺五金经营部',
      total: { amount: '22000.00', currency: 'USD' },
      totalUsd: { amount: '22000.00', currency: 'USD' },
      lineCount: 1,
      cartonCount: 220,
      volumeM3: 14.256,
      grossWeightKg: 4400,
      netWeightKg: 4180,
    });
    expect(reply.body).not.toHaveProperty('consolidationId');
  });

  it('opens the ledger and tells the others in the same transaction', async () => {
    const id = await registered();
    expect(await ledgerOf(id)).toEqual({ tradeId: id, state: 'OPEN' });
    const [message, ...more] = await registry.messages(districtKey(DAZU, 'TRADE', id));
    expect(more).toEqual([]);
    expect(message).toMatchObject({
      type: 'event',
      name: 'TradeChanged',
      detail: {
        tradeId: id,
        districtId: DAZU,
        version: 1,
        at: '2026-03-17T01:30:00.000Z',
        status: 'REGISTERED',
        merchantName: '大足区龙水镇兴旺五金经营部',
        stall: 'A区1层018号',
        tradeOperatorId: OPERATOR,
        totalUsdMinor: 2_200_000,
        lines: [
          { lineNo: 1, hsCode: '8205590000', quantity: 2_200_000_000, grossG: 4_400_000, cartons: [{ count: 220 }] },
        ],
      },
    });
  });

  it('answers a repeated request once', async () => {
    const headers = { 'Idempotency-Key': 'once' };
    const first = await on('registerTrade', { body: body(), headers });
    const again = await on('registerTrade', { body: body(), headers });
    expect(again.body.id).toBe(first.body.id);
    expect(again.headers['Idempotent-Replayed']).toBe('true');
  });

  it('values another currency at the rate of the month, kept with the trade', async () => {
    const refused = await on('registerTrade', { body: body({ currency: 'EUR' }) });
    expect([refused.status, codes(refused)]).toEqual([422, ['EXCHANGE_RATE_OUTDATED']]);
    await publish(registry, 'rates', { from: '2026-03-01', rows: [ratesRow('2026-03')] });
    const id = await registered({ currency: 'EUR' });
    const { body: trade } = await on('readTrade', { params: { id } });
    expect(trade).toMatchObject({
      total: { amount: '22000.00', currency: 'EUR' },
      totalUsd: { amount: '24200.00', currency: 'USD' },
      exchangeRate: { usdPerUnit: '1.1', month: '2026-03' },
    });
    // A correction of the month is for what is registered from then on.
    await publish(registry, 'rates', {
      from: '2026-03-10',
      rows: [{ ...ratesRow('2026-03', { EUR: '1.2' }), from: '2026-03-10' }],
    });
    expect((await on('readTrade', { params: { id } })).body).toEqual(trade);
    const later = await on('readTrade', { params: { id: await registered({ currency: 'EUR' }) } });
    expect(later.body).toMatchObject({
      totalUsd: { amount: '26400.00' },
      exchangeRate: { usdPerUnit: '1.2', month: '2026-03' },
    });
  });

  it('names every fault of a body at once', async () => {
    const faulty = line({ amount: '1.2345', cartons: [cartons({ lengthMm: 0.5, grossWeightKg: 1.0001 })] });
    const reply = await on('registerTrade', { body: { ...body({ lines: [faulty] }), colour: 'red' } });
    expect(reply.status).toBe(422);
    expect(codes(reply).toSorted()).toEqual(['DECIMALS', 'FORMAT', 'TYPE', 'UNKNOWN_FIELD'].toSorted());
  });

  it.each([
    ['201 lines', () => ({ lines: Array.from({ length: 201 }, () => lineWorth('1.00')) })],
    ['101 carton groups', () => ({ lines: [line({ cartons: Array.from({ length: 101 }, () => cartons()) })] })],
    ['20,001 cartons of a group', () => ({ lines: [line({ cartons: [cartons({ count: 20_001 })] })] })],
    ['no lines', () => ({ lines: [] })],
    ['no cartons', () => ({ lines: [line({ cartons: [] })] })],
    ['an unknown currency', () => ({ currency: 'XXX' })],
    ['an unknown export mode', () => ({ exportMode: 'OTHER' })],
  ])('refuses %s', async (_name, changes) => {
    expect((await on('registerTrade', { body: body(changes()) })).status).toBe(422);
  });

  it('stores nothing until a warning is accepted and explained', async () => {
    const doubtful = body({ destinationCountry: 'KEN' });
    const caller = clerk();
    const query = { destinationCountry: 'KEN' };
    const refused = await on('registerTrade', { body: doubtful });
    expect(refused.status).toBe(422);
    const [{ severity, warningId }] = refused.body.errors;
    expect(severity).toBe('WARNING');
    const headers = { 'Accept-Warnings': warningId };
    const unexplained = await on('registerTrade', { body: doubtful, headers });
    expect(codes(unexplained)).toEqual(['EXPLANATION_REQUIRED']);
    expect((await on('listTrades', { caller, query })).body.items).toEqual([]);
    const accepted = await on('registerTrade', { body: { ...doubtful, explanation: '买方在肯尼亚收货' }, headers });
    expect(accepted.status).toBe(201);
    const { body: trade } = await on('readTrade', { params: { id: accepted.body.id } });
    expect(trade).toMatchObject({ explanation: '买方在肯尼亚收货', acceptedWarnings: [warningId] });
    expect((await on('listTrades', { caller, query })).body.items).toHaveLength(1);
  });

  it('accepts a line of exactly USD 150,000.00 and refuses a cent more', async () => {
    const headers = { 'Accept-Warnings': 'TOTAL_NEAR_DECLARATION_LIMIT@/lines' };
    const explanation = '一次成交';
    const atLimit = await on('registerTrade', {
      body: body({ lines: [lineWorth('150000.00')], explanation }),
      headers,
    });
    expect(atLimit.status).toBe(201);
    const above = await on('registerTrade', { body: body({ lines: [lineWorth('150000.01')], explanation }), headers });
    expect(above.status).toBe(422);
    expect(above.body.errors).toMatchObject([
      { code: 'LINE_OVER_DECLARATION_LIMIT', severity: 'DANGER', legalBasis: '海关总署公告2019年第221号' },
    ]);
  });

  it('knows no filing of another district', async () => {
    const reply = await on('registerTrade', { caller: clerk(YUZHONG), body: body() });
    expect(codes(reply).toSorted()).toEqual([
      'AGREEMENT_NOT_IN_FORCE',
      'GOODS_NOT_FILED',
      'PARTY_NOT_FILED',
      'PARTY_NOT_FILED',
      'PARTY_NOT_FILED',
    ]);
  });

  it.each([
    ['the merchant of the trade', merchant(MERCHANT), 201],
    ['another merchant', merchant(idOf('entity', 9)), 403],
    ['the trade operator', agent(OPERATOR), 201],
    ['another agent', agent(idOf('entity', 9)), 403],
    ['an agent without an entity', { sub: 'agent', role: 'agent', districtId: DAZU } satisfies Caller, 403],
    ['a reviewer', reviewer(), 403],
    ['an agency', agency(DAZU), 403],
    ['the city', operator(), 403],
  ])('%s is answered', async (_name, caller, status) => {
    expect((await on('registerTrade', { caller, body: body() })).status).toBe(status);
  });

  it('tells an agent that a merchant has not entrusted nothing of its goods and vouchers, in whatever mode', async () => {
    const stranger = agent(idOf('entity', 9));
    const vouchers = [{ type: 'CONTRACT', number: 'HT-OF-MERCHANT' }];
    await registered({ vouchers });
    const answers = [];
    for (const exportMode of ['SELF', 'ENTRUSTED']) {
      for (const one of [vouchers, [{ type: 'CONTRACT', number: 'HT-OF-NOBODY' }]]) {
        for (const lines of [[line()], [line({ goodsId: idOf('goods', 999) })]]) {
          const changes = { exportMode, tradeOperatorId: stranger.entityId, vouchers: one, lines };
          answers.push(await on('registerTrade', { caller: stranger, body: body(changes) }));
        }
      }
    }
    for (const { status, body: told } of answers) {
      expect([status, told.errors]).toEqual([422, answers[0]?.body.errors]);
      expect(codes({ body: told })).toEqual(['AGREEMENT_NOT_IN_FORCE']);
    }
  });

  it.each([
    ['an agent', agent(OPERATOR)],
    ['an agent without an entity', { sub: 'agent', role: 'agent', districtId: DAZU } satisfies Caller],
  ])("leaves a merchant's own export to others than %s", async (_name, caller) => {
    const own = body({ exportMode: 'SELF', tradeOperatorId: undefined });
    expect((await on('registerTrade', { caller, body: own })).status).toBe(403);
  });
});

describe('readTrade', () => {
  it('gives back what was registered', async () => {
    const lines = [line({ cartons: [cartons({ thisSideUp: true, stackable: false, maxLoadKg: 12.5 })] })];
    const id = await registered({ lines, voucher: 'NO 0000123' });
    const reply = await on('readTrade', { params: { id } });
    expect(reply.headers['ETag']).toBe('"1"');
    const { lines: read, ...trade } = reply.body;
    const { goodsId, quantity, unit, legalQuantity, unitPrice, amount, cartons: boxes } = line();
    expect(trade).toMatchObject({ id, portOfDischarge: 'AEJEA', stall: 'A区1层018号', voucher: 'NO 0000123' });
    expect(read).toMatchObject([{ goodsId, quantity, unit, legalQuantity, unitPrice, amount, legalUnit: '035' }]);
    expect(read[0].cartons).toEqual([{ ...boxes[0], thisSideUp: true, stackable: false, maxLoadKg: 12.5 }]);
  });

  it.each([
    ['its merchant', merchant(MERCHANT), 200],
    ['its operator', agent(OPERATOR), 200],
    ['a reviewer', reviewer(), 200],
    ['the city', operator(), 200],
    ['customs', agency(), 200],
    ['another merchant', merchant(idOf('entity', 9)), 404],
    ['its buyer', merchant(BUYER), 404],
    ['another district', clerk(YUZHONG), 404],
  ])('%s is answered', async (_name, caller, status) => {
    const id = await registered();
    expect((await on('readTrade', { caller, params: { id } })).status).toBe(status);
  });

  it.each(['trade-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9', 'goods-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9', 'CURRENT', ''])(
    'does not find “%s”',
    async (id) => {
      expect((await on('readTrade', { params: { id } })).status).toBe(404);
    },
  );
});

describe('withdrawTrade', () => {
  const withdraw = (id: string, caller: Caller = clerk(), runtime?: Runtime) =>
    on('withdrawTrade', { caller, params: { id } }, runtime);

  it('withdraws free goods, once', async () => {
    const id = await registered();
    const reply = await withdraw(id);
    expect(reply).toMatchObject({ status: 200, body: { status: 'WITHDRAWN' }, headers: { ETag: '"2"' } });
    expect(await ledgerOf(id)).toMatchObject({ state: 'WITHDRAWN' });
    const messages = await registry.messages(districtKey(DAZU, 'TRADE', id));
    expect(messages.map((message) => 'detail' in message && message.detail['status'])).toEqual([
      'REGISTERED',
      'WITHDRAWN',
    ]);
    expect(await withdraw(id)).toMatchObject({ status: 409, body: { code: 'WRONG_STATE' } });
  });

  it('refuses while a consolidation holds the goods, naming it', async () => {
    const id = await registered();
    const consolidationId = idOf('consolidation', 1);
    await reserve(id, consolidationId);
    const reply = await withdraw(id);
    expect(reply).toMatchObject({ status: 409, body: { code: 'WRONG_STATE' } });
    expect(reply.body.detail).toContain(consolidationId);
    await registry.runtime.table.commit([freeLedger(id, consolidationId, conflict)]);
    expect((await withdraw(id)).status).toBe(200);
  });

  it('sees a consolidation that takes the goods while it is being asked', async () => {
    const id = await registered();
    const consolidationId = idOf('consolidation', 2);
    const { table } = registry.runtime;
    let taken = false;
    const overtaken: Runtime = {
      ...registry.runtime,
      table: {
        ...table,
        commit: async (writes) => {
          if (!taken) await reserve(id, consolidationId);
          taken = true;
          await table.commit(writes);
        },
      },
    };
    const reply = await withdraw(id, clerk(), overtaken);
    expect(reply).toMatchObject({ status: 409, body: { code: 'WRONG_STATE' } });
    expect(reply.body.detail).toContain(consolidationId);
    expect((await on('readTrade', { params: { id } })).body.status).toBe('REGISTERED');
  });

  it('and a reservation at the same moment never both succeed', async () => {
    for (let round = 0; round < 20; round += 1) {
      const id = await registered();
      const [reply, reservation] = await Promise.all([
        withdraw(id),
        reserve(id, idOf('consolidation', 3)).then(
          () => 'reserved',
          () => 'refused',
        ),
      ]);
      const state = (await ledgerOf(id))?.state;
      expect([reply.status, reservation, state]).toEqual(
        reply.status === 200 ? [200, 'refused', 'WITHDRAWN'] : [409, 'reserved', 'RESERVED'],
      );
    }
  });

  it.each([
    ['its merchant', merchant(MERCHANT), 200],
    ['another merchant', merchant(idOf('entity', 9)), 404],
    ['another district', clerk(YUZHONG), 404],
    ['a reviewer', reviewer(), 403],
  ])('%s is answered', async (_name, caller, status) => {
    expect((await withdraw(await registered(), caller)).status).toBe(status);
  });
});

describe('listTrades', () => {
  const district = '500107';
  const mine = idOf('entity', 11, district);
  const theirs = idOf('entity', 12, district);
  const buyer = idOf('entity', 13, district);
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    const goods = [mine, theirs].map((merchantId, index) =>
      trowel({ districtId: district, goodsId: idOf('goods', index + 11, district), merchantId }),
    );
    await file(registry.runtime, {
      parties: [
        partyOf(mine, 'merchant', { districtId: district }),
        partyOf(theirs, 'merchant', { districtId: district }),
        partyOf(buyer, 'buyer', { districtId: district }),
      ],
      goods,
    });
    const plan = [
      ['first', 0, 'ARE'],
      ['second', 1, 'KEN'],
      ['third', 0, 'KEN'],
      ['withdrawn', 0, 'ARE'],
    ] as const;
    for (const [minute, [name, owner, destinationCountry]] of plan.entries()) {
      registry.setClock(`2026-03-17T02:0${minute}:00.000Z`);
      const item = goods[owner];
      const reply = await on('registerTrade', {
        caller: clerk(district),
        body: body({
          merchantId: item?.merchantId,
          buyerId: buyer,
          tradeOperatorId: undefined,
          exportMode: 'SELF',
          destinationCountry,
          lines: [line({ goodsId: item?.goodsId })],
        }),
      });
      ids[name] = reply.body.id;
    }
    registry.setClock('2026-03-17T03:00:00.000Z');
    await on('withdrawTrade', { caller: clerk(district), params: { id: ids['withdrawn'] ?? '' } });
  });

  const listed = async (
    query: Record<string, string>,
    caller: Caller = clerk(district),
  ): Promise<(string | undefined)[]> => {
    const reply = await on('listTrades', { caller, query });
    expect(reply.status).toBe(200);
    const names = Object.fromEntries(Object.entries(ids).map(([name, id]) => [id, name]));
    return reply.body.items.map((item: { id: string }) => names[item.id]);
  };

  it('gives the latest change first', async () => {
    expect(await listed({})).toEqual(['withdrawn', 'third', 'second', 'first']);
  });

  it.each([
    [{ status: 'REGISTERED' }, ['third', 'second', 'first']],
    [{ status: 'WITHDRAWN' }, ['withdrawn']],
    [{ status: 'PACKED' }, []],
    [{ destinationCountry: 'KEN' }, ['third', 'second']],
    [{ destinationCountry: 'ken' }, ['third', 'second']],
    [{ status: 'REGISTERED', destinationCountry: 'ARE' }, ['first']],
    [{ since: '2026-03-17T02:02:00.000Z' }, ['third', 'withdrawn']],
    [{ since: '2026-03-17T10:02:00+08:00' }, ['third', 'withdrawn']],
    [{ since: '2026-03-17T02:02:00Z', status: 'REGISTERED' }, ['third']],
    [{ districtId: DAZU }, []],
  ])('filters by %j', async (query, expected) => {
    expect(await listed(query)).toEqual(expected);
  });

  it('shows merchants their own only', async () => {
    expect(await listed({}, merchant(mine, district))).toEqual(['withdrawn', 'third', 'first']);
    expect(await listed({}, merchant(theirs, district))).toEqual(['second']);
    expect(await listed({}, merchant(MERCHANT, district))).toEqual([]);
  });

  it('shows trade operators what is entrusted to them, by status too', async () => {
    const own = async (query: Record<string, string>) => {
      const { body: page } = await on('listTrades', { caller: agent(OPERATOR), query: { limit: '200', ...query } });
      return page.items.map((item: { tradeOperatorId?: string; status: string }) => item);
    };
    const all = await own({});
    expect(all.length).toBeGreaterThan(0);
    expect(new Set(all.map((item: { tradeOperatorId?: string }) => item.tradeOperatorId))).toEqual(new Set([OPERATOR]));
    const withdrawn = all.filter((item: { status: string }) => item.status === 'WITHDRAWN');
    expect(await own({ status: 'WITHDRAWN' })).toEqual(withdrawn);
    expect(await own({ destinationCountry: 'FRA' })).toEqual([]);
  });

  it('lets a client follow the changes from where it stood', async () => {
    const follow = async (since: string) => {
      const { body: page } = await on('listTrades', { caller: merchant(mine, district), query: { since, limit: '2' } });
      return page.items as { id: string; updatedAt: string }[];
    };
    const first = await follow('2026-03-17T00:00:00+08:00');
    expect(first.map(({ id }) => id)).toEqual([ids['first'], ids['third']]);
    const next = await follow(first.at(-1)?.updatedAt ?? '');
    expect(next.map(({ id }) => id)).toEqual([ids['third'], ids['withdrawn']]);
  });

  it('shows the city every district and a named one', async () => {
    expect(await listed({ districtId: district }, operator())).toEqual(['withdrawn', 'third', 'second', 'first']);
    const { body: all } = await on('listTrades', { caller: agency(), query: { limit: '200' } });
    expect(new Set(all.items.map((item: { id: string }) => item.id.split('-')[1]))).toEqual(new Set([DAZU, district]));
  });

  it('pages through all, each once', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: Record<string, string> = { limit: '1', ...(cursor === '' ? {} : { cursor }) };
      const { body: page } = await on('listTrades', { caller: merchant(mine, district), query });
      seen.push(...page.items.map((item: { id: string }) => item.id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual([ids['withdrawn'], ids['third'], ids['first']]);
  });

  it.each([{ status: 'LOST' }, { limit: '0' }, { cursor: 'forged' }])('refuses %j', async (query) => {
    expect((await on('listTrades', { query })).status).toBe(400);
  });
});

describe('what filing has changed since', () => {
  it('counts at the next registration', async () => {
    const merchantId = idOf('entity', 21);
    const tradeOperatorId = idOf('entity', 22);
    const goodsId = idOf('goods', 21);
    const party = merchantParty({ entityId: merchantId });
    const agreed = agreement({ merchantId, tradeOperatorId, agreementId: idOf('agreement', 21) });
    const item = trowel({ goodsId, merchantId });
    const attempt = async () => {
      const reply = await on('registerTrade', {
        body: body({ merchantId, tradeOperatorId, lines: [line({ goodsId })] }),
      });
      return reply.status === 201 ? [] : codes(reply);
    };
    await file(registry.runtime, {
      parties: [party, operatorParty({ entityId: tradeOperatorId })],
      goods: [item],
      agreements: [agreed],
    });
    expect(await attempt()).toEqual([]);
    await file(registry.runtime, { parties: [{ ...party, version: 2, status: 'SUSPENDED' }] });
    expect(await attempt()).toEqual(['PARTY_NOT_ACTIVE']);
    await file(registry.runtime, {
      parties: [{ ...party, version: 3 }],
      goods: [{ ...item, version: 2, status: 'CANCELLED' }],
    });
    expect(await attempt()).toEqual(['GOODS_NOT_ACTIVE']);
    await file(registry.runtime, {
      goods: [{ ...item, version: 3 }],
      agreements: [{ ...agreed, version: 2, status: 'REVOKED' }],
    });
    expect(await attempt()).toEqual(['AGREEMENT_NOT_IN_FORCE']);
    await file(registry.runtime, { agreements: [{ ...agreed, agreementId: idOf('agreement', 22) }] });
    expect(await attempt()).toEqual([]);
    expect(TROWEL).not.toBe(goodsId);
  });
});

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { filingStore } from '../../../functions/filing/store/index.ts';
import { entityWrites } from '../../../functions/filing/store/register.ts';
import { interchangeApi } from '../../../functions/interchange/contract/index.ts';
import { sheetPointer } from '../../../functions/interchange/domain/sheet/trades.ts';
import { acceptance } from '../../../functions/shared/kernel/finding.ts';
import { identifier } from '../../../functions/shared/kernel/identifier.ts';
import { call, clerk, type Reply } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { type InProcess, inProcess } from './in-process.ts';
import { messages, submit } from './messages.ts';

/** Warnings of a sheet: each is accepted by itself, however many trades and rows there are. */

const registry = useRegistry('2026-03-17T01:30:00.000Z');
let host: InProcess;

beforeAll(async () => {
  host = inProcess(registry.runtime);
  for (const xml of [...messages('01-'), ...messages('02-'), ...messages('03-')]) await submit(host, xml);
  await host.approveAll();
  for (const xml of [...messages('04-'), ...messages('12-')]) await submit(host, xml);
});

const TITLES =
  '商户,*商品名称,商品HS编码,货号/唛头,规格型号,生产厂商,品牌,*交易数量,*单位,*包装数量,*包装单位,*币种,*货值,*重量(KGS)';

const trowel = (quantity: number, amount: string, kilograms: number) =>
  `大足区龙水镇兴旺五金经营部,抹泥刀,8205590000,,碳钢|木柄|280mm,,无,${quantity},把,10,纸箱,美元,${amount},${kilograms}`;
const knife = (quantity: number, amount: string, kilograms: number) =>
  `大足区双龙刀剪商行,餐刀,8211910000,,不锈钢|430|230mm,,无,${quantity},把,10,纸箱,美元,${amount},${kilograms}`;

const upload = async (rows: readonly string[]): Promise<string> => {
  const { body } = await call(host.interchange, interchangeApi, 'createImport', {
    caller: clerk(),
    query: { kind: 'trade-lines' },
    headers: { 'Content-Type': 'text/csv' },
    body: Buffer.from([TITLES, ...rows].join('\n')),
  });
  expect(body.errors).toEqual([]);
  return body.id;
};

const commit = (id: string, acceptedWarnings?: readonly string[], headers: Record<string, string> = {}) =>
  call(host.interchange, interchangeApi, 'commitImport', {
    caller: clerk(),
    params: { id },
    headers,
    body: { mode: 'ALL_OR_NOTHING', explanation: '试验', acceptedWarnings },
  });

const warningsOf = ({ status, body }: Reply): string[] => {
  expect([status, ...new Set(body.errors.map(({ severity }: any) => severity))]).toEqual([422, 'WARNING']);
  return body.errors.map(({ warningId }: any) => warningId);
};

describe('a warning of a sheet', () => {
  it('is accepted by itself, not with that of another merchant', async () => {
    const id = await upload([trowel(100, '100', 5000), knife(10, '10', 9000)]);
    const ids = warningsOf(await commit(id));
    expect(ids).toEqual(['VALUE_PER_KILOGRAM_UNUSUAL@/rows/2', 'VALUE_PER_KILOGRAM_UNUSUAL@/rows/3']);
    expect(warningsOf(await commit(id, ids.slice(0, 1)))).toEqual(ids.slice(1));
    expect(warningsOf(await commit(id, undefined, { 'Accept-Warnings': ids[1] ?? '' }))).toEqual(ids.slice(0, 1));
    // By the trade's own id it is not: there are two trades.
    expect(warningsOf(await commit(id, ['VALUE_PER_KILOGRAM_UNUSUAL@/lines/0']))).toEqual(ids);
    const done = await commit(id, ids);
    expect([done.status, done.body.outcome?.tradeCount]).toEqual([200, 2]);
  });

  it('is accepted by itself, not with that of the next 200 lines of the same merchant', async () => {
    const rows = Array.from({ length: 202 }, (_, at) =>
      trowel(1001 + at, '1000', at === 0 || at === 200 ? 90_000 : 500),
    );
    const id = await upload(rows);
    const ids = warningsOf(await commit(id));
    expect(ids.filter((one) => one.startsWith('VALUE'))).toEqual([
      'VALUE_PER_KILOGRAM_UNUSUAL@/rows/2',
      'VALUE_PER_KILOGRAM_UNUSUAL@/rows/202',
    ]);
    // The first trade's total is doubted too: 200 lines of USD 1,000.
    expect(ids.filter((one) => one.startsWith('TOTAL'))).toEqual(['TOTAL_OVER_DECLARATION_LIMIT@/rows/2/trade/lines']);
    expect(warningsOf(await commit(id, ids.slice(0, -1)))).toEqual(ids.slice(-1));
    expect((await commit(id, ids)).status).toBe(200);
  });

  it('is among all that may be accepted: more in the body than a header holds, or a range', async () => {
    const rows = Array.from({ length: 280 }, (_, at) => trowel(2 * (100 + at) + 1, `${100 + at}.5`, 5000));
    const id = await upload(rows);
    const ids = warningsOf(await commit(id));
    expect(new Set(ids).size).toBe(280);
    // All headers of a request together may have 10,240 bytes at API Gateway.
    expect(ids.join(',').length).toBeGreaterThan(10_240);
    const rest = warningsOf(await commit(id, ['VALUE_PER_KILOGRAM_UNUSUAL@/rows/2-200']));
    expect(rest).toEqual(ids.slice(199));
    expect((await commit(id, ids)).status).toBe(200);
  });

  it('of a sheet of one trade is accepted by the trade’s own id too', async () => {
    const id = await upload([trowel(100, '100', 5000)]);
    expect((await commit(id, undefined, { 'Accept-Warnings': 'VALUE_PER_KILOGRAM_UNUSUAL@/lines/0' })).status).toBe(
      200,
    );
  });

  it('needs an explanation', async () => {
    const id = await upload([trowel(100, '100', 5000)]);
    const reply = await call(host.interchange, interchangeApi, 'commitImport', {
      caller: clerk(),
      params: { id },
      body: { mode: 'ALL_OR_NOTHING', acceptedWarnings: ['VALUE_PER_KILOGRAM_UNUSUAL@/rows/2'] },
    });
    expect(reply.body.errors).toMatchObject([{ code: 'EXPLANATION_REQUIRED' }]);
  });
});

describe('a sheet without a buyer', () => {
  it('is not traded with the first of two buyers, however many were filed between them', async () => {
    const { body: listed } = await host.send('FilingApi', {
      method: 'GET',
      path: '/v1/entities',
      query: { kind: 'buyer' },
    });
    const [first] = listed.items;
    const stored = await filingStore(registry.runtime.table).entity(first.id);
    if (!stored) throw new Error('the sample has no buyer');
    const filed = (status: 'SUSPENDED' | 'ACTIVE') => {
      const id = identifier('entity', '500111', registry.runtime.newUlid());
      const at = '2026-03-17T01:31:00.000Z';
      const data = { ...stored.data, id, status };
      const writes = entityWrites(undefined, data, {
        actor: { sub: 'x', role: 'clerk', districtId: '500111' },
        at,
        action: 'REGISTER',
      });
      return registry.runtime.table.commit(writes);
    };
    for (let n = 0; n < 199; n += 1) await filed('SUSPENDED');
    const preview = async (id: string) =>
      (await call(host.interchange, interchangeApi, 'getImport', { caller: clerk(), params: { id } })).body
        .proposedBuyer;
    const sheet = [trowel(101, '700', 200)];
    const id = await upload(sheet);
    expect(await preview(id)).toMatchObject({ id: first.id });
    await filed('ACTIVE');
    expect(await preview(id)).toBeUndefined();
    const refused = await commit(id);
    expect([refused.status, refused.body.errors.map(({ code }: any) => code)]).toEqual([422, ['BUYER_REQUIRED']]);
  });
});

describe('the pointer of a finding in a sheet', () => {
  const pointers = fc.oneof(
    fc.constantFrom('', '/lines', '/portOfDischarge', '/destinationCountry'),
    fc
      .tuple(fc.nat(4), fc.constantFrom('', '/unitPrice', '/amount', '/cartons/0/netWeightKg'))
      .map(([line, field]) => `/lines/${line}${field}`),
  );

  it('is one for one finding of one trade', () => {
    const trades = [
      [2, 3, 4, 5, 6],
      [7, 9, 11, 13, 15],
      [8, 10, 12, 14, 16],
    ].map((rows) => ({ rows }));
    const place = fc.tuple(fc.nat(2), pointers);
    fc.assert(
      fc.property(place, place, ([trade, pointer], [otherTrade, otherPointer]) => {
        const same = trade === otherTrade && pointer === otherPointer;
        const [one = { rows: [] }, other = { rows: [] }] = [trades[trade], trades[otherTrade]];
        expect(sheetPointer(one, pointer) === sheetPointer(other, otherPointer)).toBe(same);
      }),
    );
  });
});

describe('what is accepted', () => {
  it.each([
    ['A@/lines/3', 'A', '/lines/3', true],
    ['A@/lines/3', 'A', '/lines/30', false],
    ['A@/lines/3', 'B', '/lines/3', false],
    ['A@/lines/2-10', 'A', '/lines/2', true],
    ['A@/lines/2-10', 'A', '/lines/10/unitPrice', true],
    ['A@/lines/2-10', 'A', '/lines/11', false],
    ['A@/lines/2-10', 'A', '/lines/1', false],
    ['A@/lines/2-10', 'A', '/lines', false],
    ['A@/lines/2-10', 'A', '/rows/3', false],
    ['A@/rows/2-10', 'A', '/rows/3/trade/lines', true],
    ['A@/lines/10-2', 'A', '/lines/3', false],
    ['@/lines/0-9', 'A', '/lines/3', false],
    ['*', 'A', '/lines/3', false],
    ['', 'A', '', false],
    ['A@', 'A', '', true],
  ])('by %s: %s at %s is %s', (id, code, pointer, is) => {
    expect(acceptance([id])({ code, pointer })).toBe(is);
  });
});

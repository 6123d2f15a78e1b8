import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { interchangeApi } from '../../../functions/interchange/contract/index.ts';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { agency, call, clerk, DAZU, merchant, operator, reviewer, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { type InProcess, inProcess } from './in-process.ts';
import { fixture, message, query, renewed, submit } from './messages.ts';

const registry = useRegistry('2026-03-17T01:30:00.000Z');
let host: InProcess;

const [M1, M2, OPERATOR, FORWARDER, BROKER] = [
  '92500111MA7XQW1K9P',
  '92500111MA7XQW2L3U',
  '91500111MA7YXT4N37',
  '91500111MA7YXT5P67',
  '91500111MA7YXT6Q0B',
] as const;
const PASSPORT = 'F7712345';
const TRADE = 'JY5001112026031700001';

const agent = (entityId: string, districtId = DAZU): Caller => ({ ...merchant(entityId, districtId), role: 'agent' });

/** Entities of the chain by kind and code. */
const entities = new Map<string, string>();
const entityOf = (kind: string, code: string): string => entities.get(`${kind} ${code}`) ?? '';

/** Everybody who is no party to what merchant 1, its trade operator and the forwarder do. */
const strangers = (): Record<string, Caller> => ({
  'another merchant of the district': merchant(entityOf('merchant', M2)),
  'a customs broker of the district': agent(entityOf('customsBroker', BROKER)),
  'an agent that is not filed': agent('entity-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9'),
  'a merchant without an entity': { sub: 'nobody', role: 'merchant', districtId: DAZU },
  'a merchant of another district': merchant('entity-500103-01JDXKQ8Z3W5T7V9Y1A3C5E7G9', YUZHONG),
  'merchant 1’s entity in a token of another district': merchant(entityOf('merchant', M1), YUZHONG),
  'a clerk of another district': clerk(YUZHONG),
  'a reviewer of another district': reviewer(YUZHONG),
  'an agency of another district': agency(YUZHONG),
  'an operator signed in to another district': { ...operator(), districtId: YUZHONG },
});

const messageIdOf = (name: string): string => /<MessageId>(.*)<\/MessageId>/.exec(message(name))?.[1] ?? '';

let numbers: Record<string, string> = {};

beforeAll(async () => {
  host = inProcess(registry.runtime);
  const sent = async (name: string) => {
    const { body } = await submit(host, message(name));
    expect(body, `${name}: ${JSON.stringify(body)}`).toMatchObject({ result: 1 });
    return body;
  };
  for (const name of ['broker', 'forwarder', 'merchant-1', 'merchant-2', 'merchant-3', 'trade-company']) {
    await sent(`01-COMP-${name}`);
  }
  await sent('02-BUYER');
  await sent('03-MAF');
  await host.approveAll();
  for (const name of ['04-GOODS-merchant-1', '04-GOODS-merchant-2', '05-TRAD-1', '05-TRAD-2', '05b-CONT']) {
    await sent(name);
  }
  await sent('06-COMB-1');
  const packing = message('07-PACK').replace(
    /<PackingDetail>\s*<comboId>ZH5001112026031800002[\s\S]*?<\/PackingDetail>/,
    '',
  );
  const packed = await submit(host, packing);
  expect(packed.body, JSON.stringify(packed.body)).toMatchObject({ result: 1 });
  const list = { method: 'GET', path: '/v1/entities', query: { limit: '200' } } as const;
  const { items } = (await host.send('FilingApi', list)).body;
  for (const { id, kind } of items) {
    const read = { method: 'GET', path: '/v1/entities/{id}', params: { id } } as const;
    const { entity } = (await host.send('FilingApi', read)).body;
    entities.set(`${kind} ${entity.unifiedSocialCreditCode ?? entity.certificateNumber}`, id);
  }
  numbers = {
    COMP: M1,
    'COMP by name': '大足区龙水镇兴旺五金经营部',
    BUYER: PASSPORT,
    MAF: /<identCode>(.*)<\/identCode>/.exec(message('03-MAF'))?.[1] ?? '',
    GOODS: 'SC5001112026000001',
    TRAD: TRADE,
    TRAD_DETAIL: TRADE,
    '2': TRADE,
    '3': TRADE,
    COMB: 'ZH5001112026031800001',
    COMB_DETAIL: 'ZH5001112026031800001',
    '4': 'ZH5001112026031800001',
    '5': 'ZH5001112026031800001',
    PACK: 'ZX5001112026031800001',
    PACK_DETAIL: 'ZX5001112026031800001',
    '6': 'ZX5001112026031800001',
    '7': 'ZX5001112026031800001',
    CONT: 'XY5001112026031700001',
    '10': 'XY5001112026031700001',
    ...Object.fromEntries(
      ['01-COMP-merchant-1', '02-BUYER', '03-MAF', '04-GOODS-merchant-1', '05-TRAD-1', '05b-CONT', '06-COMB-1'].map(
        (name) => [`RECEIPT of ${name}`, messageIdOf(name)],
      ),
    ),
  };
});

const typeOf = (read: string): string => read.split(' ')[0] ?? '';
const UNKNOWN = 'NOSUCHNUMBER';

/** Queries that need no number of the test's beginning to be named. */
const READS = [
  'COMP', 'COMP by name', 'BUYER', 'MAF', 'GOODS', 'TRAD', 'TRAD_DETAIL', '2', '3', 'COMB', 'COMB_DETAIL', '4', '5',
  'PACK', 'PACK_DETAIL', '6', '7', 'CONT', '10', 'RECEIPT of 01-COMP-merchant-1', 'RECEIPT of 02-BUYER',
  'RECEIPT of 03-MAF', 'RECEIPT of 04-GOODS-merchant-1', 'RECEIPT of 05-TRAD-1', 'RECEIPT of 05b-CONT',
  'RECEIPT of 06-COMB-1',
]; // biome-ignore format: a list reads better

describe('a number of the dialect', () => {
  it.each(READS)('that a stranger names is answered as one that nobody has: %s', async (read) => {
    const key = numbers[read] ?? '';
    expect((await query(host, typeOf(read), key)).body.result, read).not.toBe('0');
    for (const [who, caller] of Object.entries(strangers())) {
      const asked = await query(host, typeOf(read), key, caller);
      const unknown = await query(host, typeOf(read), UNKNOWN, caller);
      expect({ status: asked.status, body: asked.body }, who).toEqual({
        status: unknown.status,
        body: JSON.parse(JSON.stringify(unknown.body).replace(UNKNOWN, key)),
      });
    }
  });

  it.each(READS)('is answered to offices of the district: %s', async (read) => {
    const key = numbers[read] ?? '';
    const readers = [reviewer(), agency(DAZU), { ...operator(), districtId: DAZU }];
    for (const caller of readers) {
      expect((await query(host, typeOf(read), key, caller)).body.result, caller.role).not.toBe('0');
    }
  });

  it('is answered to its parties, with or without the parties that newer documents keep', async () => {
    const m1 = merchant(entityOf('merchant', M1));
    const trader = agent(entityOf('tradeOperator', OPERATOR));
    const forwarder = agent(entityOf('consolidator', FORWARDER));
    const owners: Record<string, Caller[]> = {
      COMP: [m1],
      GOODS: [m1],
      TRAD: [m1, trader],
      TRAD_DETAIL: [m1, trader],
      CONT: [m1, trader],
      COMB: [forwarder, trader],
      PACK: [forwarder, trader],
      'RECEIPT of 05-TRAD-1': [m1],
      'RECEIPT of 06-COMB-1': [forwarder],
    };
    const check = async (reads: string[], callers = owners) => {
      for (const read of reads) {
        for (const caller of callers[read] ?? []) {
          const { body } = await query(host, typeOf(read), numbers[read] ?? '', caller);
          expect(body.result, `${read} ${caller.entityId}`).not.toBe('0');
        }
      }
    };
    await check(Object.keys(owners));
    const kept = await forgetParties();
    try {
      await check(['COMP', 'GOODS', 'TRAD', 'TRAD_DETAIL', 'CONT', 'COMB']);
      for (const read of ['GOODS', 'TRAD', 'CONT', 'COMB', 'PACK', 'RECEIPT of 05-TRAD-1']) {
        for (const [who, caller] of Object.entries(strangers())) {
          const { body } = await query(host, typeOf(read), numbers[read] ?? '', caller);
          expect(body.result, `${read} ${who}`).toBe('0');
        }
        expect((await query(host, typeOf(read), numbers[read] ?? '')).body.result).not.toBe('0');
      }
    } finally {
      for (const put of kept) await put();
    }
  });

  it('shows a buyer’s passport number to its parties and the clerk, to others as its entity does', async () => {
    const buyer = { method: 'GET', path: '/v1/entities/{id}', params: { id: entityOf('buyer', PASSPORT) } } as const;
    for (const caller of [agency(DAZU), { ...operator(), districtId: DAZU }]) {
      const { entity } = (await host.send('FilingApi', buyer, caller)).body;
      expect(entity.certificateNumber).not.toBe(PASSPORT);
      const trade = await query(host, 'TRAD', TRADE, caller);
      expect(trade.body.otherMessage[0].buyer).toBe(entity.certificateNumber);
      const receipt = await query(host, 'RECEIPT', messageIdOf('02-BUYER'), caller);
      expect(receipt.body.otherMessage[0].corpCode).toBe(entity.certificateNumber);
      for (const read of READS.filter((one) => one !== 'BUYER')) {
        const { body } = await query(host, typeOf(read), numbers[read] ?? '', caller);
        expect(JSON.stringify(body), read).not.toContain(PASSPORT);
      }
    }
    for (const caller of [clerk(), merchant(entityOf('merchant', M1))]) {
      expect((await query(host, 'TRAD', TRADE, caller)).body.otherMessage[0].buyer).toBe(PASSPORT);
    }
  });
});

it('no key holds a buyer’s passport', async () => {
  const { Items = [] } = await registry.documents.send(new ScanCommand({ TableName: 'registry' }));
  const keys = Items.flatMap((item) =>
    Object.entries(item).filter(([name]) => /^[ps]k$|Key$|Sort$|^sought$/.test(name)),
  );
  expect(keys.filter(([, key]) => String(key).includes(PASSPORT))).toEqual([]);
});

/** Takes away what the first version did not keep; gives what puts it back. */
async function forgetParties(): Promise<(() => Promise<void>)[]> {
  const { Items = [] } = await registry.documents.send(new ScanCommand({ TableName: 'registry' }));
  const restored = [];
  for (const item of Items.filter(({ pk }) => /#GZSW(_MESSAGE)?#/.test(String(pk)))) {
    const { parties: _parties, sentBy: _sentBy, ...document } = (item['document'] ?? {}) as Record<string, unknown>;
    const { sender: _sender, ...rest } = item;
    const put = async (Item: Record<string, unknown>): Promise<void> => {
      await registry.documents.send(new PutCommand({ TableName: 'registry', Item }));
    };
    await put('document' in item ? { ...rest, document } : rest);
    restored.push(() => put(item));
  }
  return restored;
}

const FREE = '91500111MA7YXT9X1R';

/** A message in the name of another organisation. */
const as = (sender: string, name: string): string => {
  const xml = renewed(message(name));
  const own = /<Sender>(.*)<\/Sender>/.exec(xml)?.[1] ?? '';
  return xml.replaceAll(own, sender);
};

describe('a sender', () => {
  const ALL = [
    '02-BUYER', '03-MAF', '04-GOODS-merchant-1', '05-TRAD-1', '05b-CONT', '06-COMB-1', '07-PACK', '12-CLIENTAGE',
    '13-QUERY-GOODSINFO', '13-QUERY-PURCHASER', '13-QUERY-MANUFACTUR',
  ]; // biome-ignore format: a list reads better

  it.each(ALL)('that nothing is filed under is nobody’s but the clerk’s: %s', async (name) => {
    for (const [who, caller] of Object.entries(strangers())) {
      if (caller.role !== 'merchant' && caller.role !== 'agent') continue;
      const free = await submit(host, as(FREE, name), { caller });
      const taken = await submit(host, as(M1, name), { caller });
      expect(free.status, `${who}: ${JSON.stringify(free.body)}`).toBe(403);
      if (caller.districtId === DAZU) expect(taken.status, who).toBe(403);
    }
    expect((await submit(host, as(FREE, name))).status).toBe(200);
  });

  it('that is filed by messages is its filer’s until it is approved, and nobody else’s', async () => {
    const applicant: Caller = { sub: 'applicant', role: 'merchant', districtId: DAZU };
    const other: Caller = { ...applicant, sub: 'other' };
    const comp = message('01-COMP-merchant-3').replaceAll('92500111MA7XQW3M82', '92500111MA7XQW6R4T');
    const filed = await submit(host, comp.replace('013号', '099号'), { caller: applicant });
    expect(filed.body, JSON.stringify(filed.body)).toMatchObject({ result: 1 });
    const purchaser = as('92500111MA7XQW6R4T', '13-QUERY-PURCHASER');
    expect((await submit(host, purchaser, { caller: applicant })).status).toBe(200);
    expect((await query(host, 'COMP', '92500111MA7XQW6R4T', applicant)).body.result).toBe('1');
    const { otherMessage: _, ...receipt } = (
      await query(host, 'RECEIPT', /<MessageId>(.*)</.exec(comp)?.[1] ?? '', applicant)
    ).body;
    expect(receipt.result).toBe(1);
    for (const caller of [other, merchant(entityOf('merchant', M2))]) {
      expect((await submit(host, purchaser, { caller })).status).toBe(403);
      expect((await submit(host, renewed(comp), { caller })).status).toBe(403);
      expect((await query(host, 'COMP', '92500111MA7XQW6R4T', caller)).body.result).toBe('0');
    }
  });

  it('is no way for a party that is filed to file in another’s name', async () => {
    const comp = message('01-COMP-merchant-3').replaceAll('92500111MA7XQW3M82', FREE);
    expect((await submit(host, comp, { caller: merchant(entityOf('merchant', M2)) })).status).toBe(403);
  });
});

describe('a message that names another’s number', () => {
  const refusal = async (xml: string, caller: Caller): Promise<string> => {
    const { status, body } = await submit(host, xml, { caller });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.result).toBe(0);
    return body.errorMessage.join();
  };

  it('is refused as if the number were unknown', async () => {
    const m2 = merchant(entityOf('merchant', M2));
    const other = agent(entityOf('customsBroker', BROKER));
    const cases: [Caller, string, (number: string) => string][] = [
      [
        m2,
        TRADE,
        (number) => as(M2, '05-TRAD-2').replace('<tradingNo></tradingNo>', `<tradingNo>${number}</tradingNo>`),
      ],
      [
        m2,
        'SC5001112026000001',
        (number) => as(M2, '05-TRAD-2').replace(/<goodsCode>.*<\/goodsCode>/, `<goodsCode>${number}</goodsCode>`),
      ],
      [
        m2,
        'SC5001112026000001',
        (number) =>
          as(M2, '04-GOODS-merchant-2').replace('<goodsCode></goodsCode>', `<goodsCode>${number}</goodsCode>`),
      ],
      [other, TRADE, (number) => as(BROKER, '06-COMB-1').replace(TRADE, number)],
      [other, 'ZH5001112026031800001', (number) => as(BROKER, '07-PACK').replace('ZH5001112026031800001', number)],
    ];
    for (const [caller, number, xml] of cases) {
      const known = await refusal(xml(number), caller);
      const unknown = await refusal(xml(UNKNOWN), caller);
      expect(known).toBe(unknown.replaceAll(UNKNOWN, number));
      expect(known).toContain(number);
    }
  });

  it('does not say which goods a merchant has filed to those who do not act for it', async () => {
    const [trader, m2] = [agent(entityOf('customsBroker', BROKER)), merchant(entityOf('merchant', M2))];
    for (const [caller, sender] of [
      [trader, BROKER],
      [m2, M2],
    ] as const) {
      const xml = (code: string) =>
        as(sender, '05-TRAD-1')
          .replace(`<solder>${sender}</solder>`, `<solder>${M1}</solder>`)
          .replace(/<goodsCode>.*<\/goodsCode>/, `<goodsCode>${code}</goodsCode>`);
      const [known, unknown] = [await refusal(xml('SC5001112026000001'), caller), await refusal(xml(UNKNOWN), caller)];
      expect(known).toBe(unknown);
    }
  });

  it('of a buyer that another has filed says no more than that it is there', async () => {
    const answer = await refusal(as(M2, '02-BUYER'), merchant(entityOf('merchant', M2)));
    expect(answer).toBe('私有数据已存在不需要新建');
  });
});

describe('a sheet', () => {
  const SHEET = fixture('trade-lines.csv').slice(1).replaceAll('\r\n', '\n');
  const [TITLES = '', ...LINES] = SHEET.trim().split('\n');

  const preview = async (sheet: string, caller: Caller): Promise<any> => {
    const options = {
      caller,
      query: { kind: 'trade-lines' },
      headers: { 'Content-Type': 'text/csv' },
      body: Buffer.from(sheet),
    };
    const { status, body } = await call(host.interchange, interchangeApi, 'createImport', options);
    expect(status, JSON.stringify(body)).toBe(201);
    const again = await call(host.interchange, interchangeApi, 'getImport', { caller, params: { id: body.id } });
    expect(again.body).toMatchObject({ lines: body.lines, errors: body.errors });
    return body;
  };

  /** The faults of a sheet without the words that were given for the goods. */
  const faults = ({ errors }: any): unknown =>
    errors.map(({ message: text, ...fault }: any) => ({ ...fault, message: text.replace(/“.*”/, '') }));

  it('finds to its uploader no goods but those of merchants that it acts for', async () => {
    const [m1, m2] = [merchant(entityOf('merchant', M1)), merchant(entityOf('merchant', M2))];
    const trader = agent(entityOf('tradeOperator', OPERATOR));
    const merchantsOf = ({ lines }: any): string[] => [...new Set<string>(lines.map((one: any) => one.merchantId))];
    const all = await preview(SHEET, clerk());
    expect(new Set(merchantsOf(all))).toEqual(new Set([m1.entityId, m2.entityId]));
    for (const caller of [m1, m2]) {
      const own = await preview(SHEET, caller);
      expect(merchantsOf(own)).toEqual([caller.entityId]);
      expect(own.lines).toEqual(all.lines.filter((one: any) => one.merchantId === caller.entityId));
    }
    // Its agreements came with the trades that named it.
    expect(new Set(merchantsOf(await preview(SHEET, trader)))).toEqual(new Set([m1.entityId, m2.entityId]));
  });

  it('shows its uploader nothing of how it was judged to a clerk a moment before', async () => {
    const uploader = merchant(entityOf('merchant', M1));
    const own = await preview(SHEET, uploader);
    const read = (caller: Caller) =>
      call(host.interchange, interchangeApi, 'getImport', { caller, params: { id: own.id } });
    expect((await read(clerk())).body.goodRowCount).toBeGreaterThan(own.goodRowCount);
    const { lines, errors, goodRowCount } = own;
    expect((await read(uploader)).body).toMatchObject({ lines, errors, goodRowCount });
  });

  it('answers of others’ goods as of goods that nobody has filed, by whatever name of theirs', async () => {
    const unknown = LINES.map((line) => line.split(',').with(1, '无此商品').join(','));
    for (const first of ['00-034960', '', M1, '大足区龙水镇兴旺五金经营部', 'A区1层018号']) {
      const under = (lines: string[]): string =>
        [TITLES, ...lines.map((line) => line.split(',').with(0, first).join(','))].join('\n');
      const here = Object.entries(strangers()).filter(
        ([, { role, districtId }]) => districtId === DAZU && (role === 'merchant' || role === 'agent'),
      );
      const lines = LINES.filter((line) => line.startsWith('00-034960'));
      for (const [who, caller] of here) {
        const asked = await preview(under(lines), caller);
        expect(asked.lines, `${who} ${first}`).toEqual([]);
        expect(faults(asked), `${who} ${first}`).toEqual(
          faults(await preview(under(unknown.slice(0, lines.length)), caller)),
        );
      }
    }
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { dayInChina } from '../../functions/shared/kernel/china-time.ts';
import { cartonsOf } from '../functions/interchange/measures.ts';
import { fixture, message, renewed } from '../functions/interchange/messages.ts';
import { agency, clerk, merchant, operator, reviewer, YUZHONG } from '../kit/call.ts';
import { useHost } from '../kit/host.ts';
import { until } from '../kit/until.ts';

const registry = useHost();
const get = async (path: string, who = clerk()): Promise<any> => (await registry.send(who, 'GET', path)).body;
const XML = { 'Content-Type': 'application/xml' };

/** As clients do: what is answered as not there yet is sent again, unchanged. */
const post = (xml: string): Promise<any> =>
  until('a receipt that lasts', async () => {
    const { status, body } = await registry.send(clerk(), 'POST', '/v1/interchange/gzsw', xml, XML);
    if (body.transient) return undefined;
    expect(status, JSON.stringify(body)).toBe(200);
    return body;
  });

const PARTIES = ['broker', 'forwarder', 'merchant-1', 'merchant-2', 'merchant-3', 'trade-company'];
const BEFORE_REVIEW = [...PARTIES.map((name) => `01-COMP-${name}`), '02-BUYER', '03-MAF'];
const GOODS = ['04-GOODS-merchant-1', '04-GOODS-merchant-2', '04-GOODS-merchant-3'];
const TRADES = ['05-TRAD-1', '05-TRAD-2', '05-TRAD-3', '05b-CONT'];
const LOADING = ['06-COMB-1', '06-COMB-2', '07-PACK'];

/** What a client sees of everything it may list; times of change apart. */
const LISTS = ['filings', 'entities', 'goods', 'agency-agreements', 'trades', 'consolidations', 'credit-events'];

async function approveAll(count: number): Promise<void> {
  await until('every filing to wait for its review', async () => {
    const { items } = await get('/v1/filings?status=PENDING_REVIEW&limit=200', reviewer());
    return items.length === count ? true : undefined;
  });
  const { items } = await get('/v1/filings?status=PENDING_REVIEW&limit=200', reviewer());
  for (const { id } of items) {
    const body = { decision: 'APPROVE', reasons: [] };
    expect((await registry.decide(reviewer(), `/v1/filings/${id}/decision`, body)).status).toBe(202);
  }
  await until('every party to be filed', async () => {
    const filed = (await get('/v1/entities?limit=200')).items;
    return filed.length === count ? true : undefined;
  });
}

/** The warehouse measures the cartons when the goods arrive. */
async function measureAll(): Promise<void> {
  for (const { id } of (await get('/v1/trades')).items) {
    // It takes note of its consolidation meanwhile, which is a change of its own.
    await until('the measures to be taken', async () => {
      const trade = await registry.send(clerk(), 'GET', `/v1/trades/${id}`);
      const lines = trade.body.lines.map(({ lineNo, name }: any) => ({ lineNo, cartons: cartonsOf(name) }));
      const headers = { 'If-Match': trade.headers.get('etag') ?? '' };
      const measured = await registry.send(clerk(), 'PUT', `/v1/trades/${id}/measures`, { lines }, headers);
      if (measured.status === 412) return undefined;
      expect(measured.status, JSON.stringify(measured.body)).toBe(200);
      return true;
    });
  }
}

const alphabetic = (a: string, b: string): number => (a < b ? -1 : 1);

const receipts = new Map<string, any>();

beforeAll(async () => {
  for (const name of BEFORE_REVIEW) receipts.set(name, await post(message(name)));
  await approveAll(9);
  for (const name of [...GOODS, ...TRADES]) receipts.set(name, await post(message(name)));
  for (const name of LOADING) receipts.set(name, await post(message(name)));
  await measureAll();
  await until('the containers to be confirmed', async () => {
    const { otherMessage } = await get('/v1/interchange/gzsw/status?type=PACK&key=ZX5001112026031800001');
    return otherMessage[0].remark === '' ? true : undefined;
  });
});

describe('the messages of a client, in order, over HTTP', () => {
  it('are all taken', () => {
    for (const [name, receipt] of receipts) expect(receipt, name).toMatchObject({ result: 1 });
    expect(receipts.get('06-COMB-1')).toEqual(JSON.parse(fixture('gzsw-receipts/COMB-ok.json')));
    expect(receipts.get('07-PACK')).toEqual(JSON.parse(fixture('gzsw-receipts/PACK-ok.json')));
  });

  it('make three trades of 13 lines and USD 123,000, and the consolidations they describe', async () => {
    const trades = await until('the trades to be packed', async () => {
      const { items } = await get('/v1/trades?status=PACKED');
      return items.length === 3 ? items : undefined;
    });
    expect(trades.reduce((sum: number, one: any) => sum + one.lineCount, 0)).toBe(13);
    expect(trades.reduce((sum: number, one: any) => sum + Number(one.totalUsd.amount), 0)).toBe(123_000);
    // What was loaded confirms them, before anything is planned.
    const { items } = await get('/v1/consolidations?status=CONFIRMED');
    expect(items.flatMap(({ tradeIds }: any) => tradeIds)).toHaveLength(3);
    const containers = await Promise.all(
      items.map(async ({ id }: any) => (await get(`/v1/consolidations/${id}`)).loaded.containers),
    );
    expect(
      containers
        .flat()
        .map(({ containerNumber }: any) => containerNumber)
        .toSorted(alphabetic),
    ).toEqual(['CBHU9876547', 'TEMU7654328']);
    expect((await get('/v1/interchange/gzsw/status?type=PACK&key=ZX5001112026031800001')).otherMessage).toHaveLength(1);
  });

  it('change nothing when they are posted again, nor in new messages', async () => {
    const state = async () => Promise.all(LISTS.map(async (list) => (await get(`/v1/${list}?limit=200`)).items));
    const before = await state();
    for (const [name, receipt] of receipts)
      expect(JSON.stringify(await post(message(name)))).toBe(JSON.stringify(receipt));
    for (const name of [...GOODS, ...TRADES, ...LOADING]) await post(renewed(message(name)));
    expect(await state()).toEqual(before);
  });

  it('answer a client that has lost its receipt by query', async () => {
    const key = /<MessageId>(.*)<\/MessageId>/.exec(message('05-TRAD-1'))?.[1];
    expect(await get(`/v1/interchange/gzsw/status?type=RECEIPT&key=${key}`)).toEqual(receipts.get('05-TRAD-1'));
    expect(await get('/v1/interchange/gzsw/status?type=RECEIPT&key=TRAD_0000')).toMatchObject({ result: '0' });
    expect(await get(`/v1/interchange/gzsw/status?type=RECEIPT&key=${key}`, clerk(YUZHONG))).toMatchObject({
      result: '0',
    });
  });
});

describe('a client that follows', () => {
  it.each(LISTS.filter((list) => list !== 'credit-events'))(
    'reads all of %s from the beginning, and then nothing new',
    async (list) => {
      const all = (await get(`/v1/${list}?limit=200`)).items;
      const read: any[] = [];
      let query = 'since=2020-01-01T08:00:00%2B08:00';
      let page: any;
      for (let cursor = ''; ; ) {
        page = await get(`/v1/${list}?limit=4&${query}${cursor}`);
        read.push(...page.items);
        if (page.nextCursor === null) break;
        expect(page.nextSince).toBeUndefined();
        cursor = `&cursor=${page.nextCursor}`;
      }
      const ids = (items: any[]): string[] => items.map(({ id }) => id).toSorted(alphabetic);
      expect(ids(read)).toEqual(ids(all));
      expect(all.length).toBeGreaterThan(0);
      // Nothing that is older than what was under way comes again; the story has only just been told.
      expect(Date.parse(page.nextSince)).toBeLessThan(Date.now() - 300_000);
      query = `since=${encodeURIComponent(new Date(Date.now() + 60_000).toISOString())}`;
      expect((await get(`/v1/${list}?${query}`)).items).toEqual([]);
    },
  );
});

describe('what was registered', () => {
  it('is traced by every kind of identifier, both ways, by those who may', async () => {
    const consolidation = (await get('/v1/consolidations?status=CONFIRMED')).items.find(
      ({ tradeIds }: any) => tradeIds.length === 2,
    );
    const trade = (await get('/v1/trades')).items.find(({ id }: any) => consolidation.tradeIds.includes(id));
    const entity = await get(`/v1/entities/${trade.merchantId}`);
    const detail = await get(`/v1/trades/${trade.id}`);
    const goods = await get(`/v1/goods/${detail.lines[0].goodsId}`);
    const starts = [
      entity.filingNumber,
      trade.merchantId,
      goods.goodsNumber,
      detail.lines[0].goodsId,
      trade.id,
      `${trade.id}:1`,
      consolidation.id,
      'TEMU7654328',
      `${consolidation.id}/C1`,
      `${consolidation.id}/1`,
      `${consolidation.id}/1/1`,
    ];
    for (const start of starts) {
      const path = `/v1/traces/${encodeURIComponent(start)}`;
      const graph = await until(`the trace of ${start}`, async () => {
        const { status, body } = await registry.send(agency(), 'GET', path);
        return status === 200 ? body : undefined;
      });
      const kinds = new Set(graph.nodes.map(({ kind }: any) => kind));
      expect([...kinds], start).toEqual(expect.arrayContaining(['LINE', 'ENTITY', 'STALL']));
      expect(JSON.stringify(graph)).not.toMatch(/500225190001010013|13800000000/);
      expect((await registry.send(clerk(YUZHONG), 'GET', path)).status, start).toBe(404);
      expect((await registry.send(merchant('entity-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9'), 'GET', path)).status).toBe(404);
    }
    expect((await registry.send(agency(), 'GET', '/v1/traces/NOSUCH123')).status).toBe(404);
  });

  it('is shown by no number to those who are no party to it', async () => {
    const idOf = async (kind: string, code: string): Promise<string> =>
      (await get(`/v1/entities?kind=${kind}&q=${code}`)).items[0].id;
    const [own, other] = [await idOf('merchant', '92500111MA7XQW1K9P'), await idOf('merchant', '92500111MA7XQW3M82')];
    const broker = await idOf('customsBroker', '91500111MA7YXT6Q0B');
    const entity = await get(`/v1/entities/${own}`);
    const status = (type: string, key: string) =>
      `/v1/interchange/gzsw/status?type=${type}&key=${encodeURIComponent(key)}`;
    const named = (key: string) => encodeURIComponent(key);
    const reads: [read: (key: string) => string, key: string][] = [
      [(key) => status('COMP', key), '92500111MA7XQW1K9P'],
      [(key) => status('COMP', key), entity.name],
      [(key) => status('BUYER', key), 'F7712345'],
      [(key) => status('GOODS', key), 'SC5001112026000001'],
      [(key) => status('TRAD', key), 'JY5001112026031700001'],
      [(key) => status('TRAD_DETAIL', key), 'JY5001112026031700001'],
      [(key) => status('CONT', key), 'XY5001112026031700001'],
      [(key) => status('COMB', key), 'ZH5001112026031800001'],
      [(key) => status('COMB_DETAIL', key), 'ZH5001112026031800001'],
      [(key) => status('PACK', key), 'ZX5001112026031800001'],
      [(key) => status('PACK_DETAIL', key), 'ZX5001112026031800001'],
      [(key) => status('RECEIPT', key), /<MessageId>(.*)</.exec(message('05-TRAD-1'))?.[1] ?? ''],
      [(key) => `/v1/traces/${named(key)}`, entity.filingNumber],
      [(key) => `/v1/traces/${named(key)}`, 'TEMU7654328'],
      [(key) => `/v1/entities?q=${named(key)}`, '92500111MA7XQW1K9P'],
      [(key) => `/v1/entities?q=${named(key)}`, entity.name],
      [(key) => `/v1/entities?q=${named(key)}`, entity.filingNumber],
      [(key) => `/v1/entities?kind=buyer&q=${named(key)}`, 'F7712345'],
      [(key) => `/v1/goods?merchantId=${named(key)}`, own],
      [(key) => `/v1/agency-agreements?merchantId=${named(key)}`, own],
      [(key) => `/v1/credit-events?entityId=${named(key)}`, own],
      [(key) => `/v1/notices?entityId=${named(key)}`, own],
    ];
    const strangers = [
      merchant(other),
      { ...merchant(broker), role: 'agent' },
      { sub: 'nobody', role: 'agent', districtId: '500111' },
      merchant(own, YUZHONG),
      clerk(YUZHONG),
      reviewer(YUZHONG),
      agency(YUZHONG),
    ] as const;
    const said = async (who: (typeof strangers)[number], read: (key: string) => string, key: string) => {
      const answer = await registry.send(who, 'GET', read(key));
      const { instance: _path, correlationId: _id, nextSince: _now, ...body } = answer.body;
      return JSON.parse(JSON.stringify({ status: answer.status, body }).replaceAll(key, 'KEY'));
    };
    const unknown = (key: string): string => (key === own ? 'entity-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9' : 'NOSUCHKEY1');
    for (const [read, key] of reads) {
      // What is asked for is there; nothing has been recorded of anybody's credit yet.
      const there = await get(read(key));
      if (there.items && !read(key).includes('credit-events')) expect(there.items, read(key)).not.toEqual([]);
      else expect(there.result, read(key)).not.toBe('0');
      for (const who of strangers) {
        expect(await said(who, read, key), `${who.role} of ${who.districtId}: ${read(key)}`).toEqual(
          await said(who, read, unknown(key)),
        );
      }
    }
  });

  it('is counted by month for those who watch the trade, and adds up', async () => {
    const month = dayInChina((await get('/v1/trades')).items[0].createdAt).slice(0, 7);
    for (const groupBy of ['district', 'market', 'chapter', 'destination']) {
      const path = `/v1/statistics/trades?month=${month}&groupBy=${groupBy}`;
      await until(`the statistics by ${groupBy}`, async () => {
        const { items } = await get(path, operator());
        const total = items.reduce((sum: number, one: any) => sum + Number(one.totalUsd.amount), 0);
        return total === 123_000 ? true : undefined;
      });
      const csv = await registry.send(operator(), 'GET', path, undefined, { Accept: 'text/csv' });
      expect(csv.headers.get('content-type')).toContain('text/csv');
      expect(csv.body.split('\r\n')[0]).toContain('月份,代码,名称');
    }
    expect(
      (
        await registry.send(
          merchant('entity-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9'),
          'GET',
          `/v1/statistics/trades?month=${month}`,
        )
      ).status,
    ).toBe(403);
  });

  it('leaves as a sheet that is read back without a fault', async () => {
    const out = await registry.send(clerk(), 'GET', '/v1/exports/trade-lines', undefined, { Accept: 'text/csv' });
    const back = await registry.send(clerk(), 'POST', '/v1/imports?kind=trade-lines', Buffer.from(out.body), {
      'Content-Type': 'text/csv',
    });
    expect(back.body).toMatchObject({ goodRowCount: 13, errorCount: 0, totals: [{ amount: '123000.00' }] });
  });
});

describe('a large sheet', () => {
  it('goes on being registered after the answer, and shows how far it is', async () => {
    const [titles = '', ...rows] = fixture('trade-lines.csv').slice(1).trim().split(/\r?\n/);
    const small = rows.map((row) => {
      const cells = row.split(',');
      return [7, 12, 13].reduce((changed, at) => changed.with(at, String(Number(cells[at]) / 200)), cells).join(',');
    });
    const many = Array.from({ length: 1010 }, (_, index) => small[index % small.length]);
    const sheet = Buffer.from([titles, ...many].join('\n'));
    const { body } = await registry.send(clerk(), 'POST', '/v1/imports?kind=trade-lines', sheet, {
      'Content-Type': 'text/csv',
    });
    const commit = await registry.send(clerk(), 'POST', `/v1/imports/${body.id}/commit`, { mode: 'ALL_OR_NOTHING' });
    expect(commit.body, JSON.stringify(commit.body.errors)).toMatchObject({ status: 'COMMITTING' });
    const done = await until('the sheet to be registered', async () => {
      const one = await get(`/v1/imports/${body.id}`);
      return one.status === 'COMMITTING' ? undefined : one;
    });
    expect(done).toMatchObject({ status: 'COMMITTED', outcome: { registeredRowCount: 1010, refused: [] } });
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { gzswStore } from '../../../functions/interchange/store/gzsw.ts';
import { knownStore } from '../../../functions/interchange/store/known.ts';
import { districtKey } from '../../../functions/shared/table/keys.ts';
import { traceStore } from '../../../functions/trace/store/index.ts';
import { readVoucherUses } from '../../../functions/trade/store/voucher-uses.ts';
import { useRegistry } from '../../kit/registry.ts';
import { type InProcess, inProcess } from './in-process.ts';
import { message, query, renewed, submit } from './messages.ts';

const registry = useRegistry('2026-03-17T01:30:00.000Z');
let host: InProcess;
beforeAll(async () => {
  host = inProcess(registry.runtime);
  for (const name of ['broker', 'forwarder', 'merchant-1', 'merchant-2', 'merchant-3', 'trade-company']) {
    await submit(host, message(`01-COMP-${name}`));
  }
  await submit(host, message('02-BUYER'));
  await submit(host, message('03-MAF'));
  await host.approveAll();
  await submit(host, message('04-GOODS-merchant-1'));
  expect((await submit(host, message('05-TRAD-1'))).body).toMatchObject({ result: 1 });
});

/** Longer than a key of the table may be, by its characters or by their bytes. */
const LONG = [
  ['3,000 letters', 'A'.repeat(3000)],
  ['400 characters of four bytes', '𠮷'.repeat(400)],
  ['700 characters of three bytes', '字'.repeat(700)],
] as const;

const DISTRICT = '500111';

describe.each(LONG)('a number of %s', (_what, number) => {
  const gzsw = () => gzswStore(registry.runtime.table);
  it.each<readonly [string, () => Promise<unknown>]>([
    ['a document', () => gzsw().find(DISTRICT, 'COMB', number)],
    ['a document by its client', () => gzsw().findByClient(DISTRICT, 'TRAD', 'X', number)],
    ['a document of a client', () => gzsw().findByClient(DISTRICT, 'TRAD', number, 'X')],
    ['an organisation', () => gzsw().organisation(DISTRICT, 'COMP', number)],
    ['an answered message', () => gzsw().answered(DISTRICT, number)],
    ['a packing list that waits', () => gzsw().waiting(DISTRICT, number)],
    ['documents of a client', async () => (await gzsw().ofClient(DISTRICT, 'TRAD', number))[0]],
    ['records of the trace', async () => (await traceStore(registry.runtime.table).numbered(DISTRICT, number, 5))[0]],
    ['a record of the trace', async () => (await traceStore(registry.runtime.table).records(DISTRICT, [number]))[0]],
    ['a voucher', async () => (await readVoucherUses(registry.runtime.table, DISTRICT, [number])).get(number)],
    ['goods', async () => (await knownStore(registry.runtime.table).goodsByNumber(DISTRICT, [number])).get(number)],
  ])('names none: %s', async (_record, found) => {
    expect(await found()).toBeUndefined();
  });

  it('is free for whoever gave it to a document, and finds it again', async () => {
    await gzsw().alias(DISTRICT, 'TRAD', 'X', `${number}1`, 'JY5001112026031700001');
    expect(await gzsw().findByClient(DISTRICT, 'TRAD', 'X', `${number}1`)).toBeDefined();
    expect(await gzsw().findByClient(DISTRICT, 'TRAD', 'X', `${number}2`)).toBeUndefined();
  });
});

/** Each with every message costs seconds, and letters come through all that is read before a key is made. */
const MESSAGES = [
  '01-COMP-merchant-2',
  '02-BUYER',
  '03-MAF',
  '04-GOODS-merchant-1',
  '05-TRAD-1',
  '05b-CONT',
  '06-COMB-1',
  '07-PACK',
  '12-CLIENTAGE',
  '13-QUERY-GOODSINFO',
  '13-QUERY-PURCHASER',
  '13-QUERY-MANUFACTUR',
];
const SENT = LONG.flatMap(([what, number], index) =>
  (index === 0 ? MESSAGES : ['06-COMB-1', '07-PACK']).map((name) => [name, what, number] as const),
);

describe('a message', () => {
  it.each(SENT)(
    '%s with %s in any of its elements is answered, and makes no fault of the registry',
    async (name, _what, number) => {
      const xml = message(name);
      const elements = new Set([...xml.matchAll(/<(\w+)>[^<]*<\/\1>/g)].map(([, element = '']) => element));
      const fields = [...elements].filter(
        (element) => !/^(MessageType|opType|Receiver|MessageId|Sender)$/.test(element),
      );
      expect(fields.length).toBeGreaterThan(0);
      for (const element of fields) {
        const sent = renewed(xml).replaceAll(
          new RegExp(`<${element}>[^<]*</${element}>`, 'g'),
          `<${element}>${number}</${element}>`,
        );
        const { status, body } = await submit(host, sent);
        expect([element, status, status < 500 ? '' : body]).toEqual([
          element,
          expect.toBeOneOf([200, 400, 403, 409]),
          '',
        ]);
      }
    },
  );

  it.each(LONG)('that is asked for by a number of %s is unknown, or refused', async (_what, number) => {
    for (const type of ['COMP', 'GOODS', 'TRAD', 'COMB', 'PACK', 'CONT', 'RECEIPT']) {
      expect((await query(host, type, number)).status).toBeLessThan(500);
    }
  });
});

describe('the key of a partition', () => {
  it('stays as it is where it fits, and else is that of no other text', () => {
    expect(districtKey(DISTRICT, 'GZSW', 'JY1')).toBe('DST#500111#GZSW#JY1');
    const fitting = 'A'.repeat(2048 - 'DST#500111#GZSW#'.length);
    expect(districtKey(DISTRICT, 'GZSW', fitting)).toBe(`DST#500111#GZSW#${fitting}`);
    const keys = [`${fitting}A`, `${fitting}B`, ...LONG.map(([, text]) => text.repeat(2))].map((text) =>
      districtKey(DISTRICT, 'GZSW', text),
    );
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(key).toMatch(/^DST#500111#GZSW#LONG#[0-9a-f]{64}$/);
  });
});

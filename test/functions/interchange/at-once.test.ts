import { beforeAll, describe, expect, it } from 'vitest';
import { useRegistry } from '../../kit/registry.ts';
import { type InProcess, inProcess } from './in-process.ts';
import { message, renewed, submit } from './messages.ts';

// Eight months after the day that the samples bear: what is in force today decides, not what was when they were made.
const registry = useRegistry('2026-11-27T01:30:00.000Z');
let host: InProcess;

const AT_ONCE = 5;

/** Answers as their text, since a receipt is the same only if it reads the same. */
const answers = async (texts: readonly string[]): Promise<string[]> => {
  const replies = await Promise.all(texts.map((xml) => submit(host, xml)));
  expect(replies.map(({ status }) => status)).toEqual(texts.map(() => 200));
  return replies.map(({ body }) => JSON.stringify(body));
};

const listed = async (functionName: string, path: `/v1/${string}`): Promise<any[]> =>
  (await host.send(functionName, { method: 'GET', path, query: { limit: '200' } })).body.items;

beforeAll(() => {
  host = inProcess(registry.runtime);
});

describe('messages that arrive at once', () => {
  it.each(['01-COMP-trade-company', '01-COMP-merchant-1', '02-BUYER', '03-MAF'])(
    'file %s once, and get the same receipt',
    async (name) => {
      const before = (await listed('FilingApi', '/v1/filings')).length;
      const texts = await answers(Array.from({ length: AT_ONCE }, () => message(name)));
      expect([...new Set(texts)]).toEqual([texts[0]]);
      expect(JSON.parse(texts[0] ?? '')).toMatchObject({ result: 1 });
      expect((await listed('FilingApi', '/v1/filings')).length).toBe(before + 1);
    },
  );

  it('register one trade, whether of one message or of a record sent in several', async () => {
    expect(await host.approveAll()).toBe(4);
    await answers([message('04-GOODS-merchant-1')]);
    const same = await answers(Array.from({ length: AT_ONCE }, () => message('05-TRAD-1')));
    const anew = await answers(Array.from({ length: AT_ONCE }, () => renewed(message('05-TRAD-1'))));
    expect(new Set([...same, ...anew]).size).toBe(1);
    expect(await listed('TradeApi', '/v1/trades')).toHaveLength(1);
  });
});

import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { interchangeApi } from '../../../functions/interchange/contract/index.ts';
import { call, clerk } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { type InProcess, inProcess } from './in-process.ts';
import { fixture, message, messages, submit } from './messages.ts';

const registry = useRegistry('2026-03-17T01:30:00.000Z');
let host: InProcess;

/** Timers that the registry's own code has set: here they never end, so whoever waits for one never answers. */
const timers = vi.hoisted(() => ({
  set: [] as string[],
  /** Whether whoever sets a timer is the registry: the third line of a stack, below this function and its caller. */
  isOwn(): boolean {
    const setter = new Error('where').stack?.split('\n')[3] ?? '';
    const isOwn = setter.includes('/functions/') && !setter.includes('/test/');
    if (isOwn) timers.set.push(setter);
    return isOwn;
  },
}));

vi.mock('node:timers/promises', async (importOriginal) => {
  const { setTimeout: wait } = await importOriginal<typeof import('node:timers/promises')>();
  return {
    setTimeout: (...given: Parameters<typeof wait>) => (timers.isOwn() ? new Promise(() => undefined) : wait(...given)),
  };
});

const schedule = globalThis.setTimeout;

beforeEach(() => {
  timers.set.length = 0;
  const standStill = (...given: Parameters<typeof schedule>) => (timers.isOwn() ? 0 : schedule(...given));
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(standStill as typeof schedule);
});

afterEach(() => {
  vi.restoreAllMocks();
  expect(timers.set).toEqual([]);
});

/** A receipt that tells the client to send the same message again. */
const sendAgain = {
  result: 0,
  transient: true,
  errorMessage: expect.arrayContaining([expect.stringMatching(/；请几秒后原样重发，不会重复办理$/)]),
};

const receipt = async (xml: string) => (await submit(host, xml)).body;

beforeAll(async () => {
  host = inProcess(registry.runtime);
  for (const xml of [...messages('01-'), ...messages('02-'), ...messages('03-')]) await submit(host, xml);
});

describe('a message that is faster than the events', () => {
  it('says so of a party that was approved a moment ago, and is taken unchanged afterwards', async () => {
    const xml = message('04-GOODS-merchant-1');
    const early = await receipt(xml);
    expect(early.errorMessage[0]).toContain('请先报送其备案');
    expect(early.transient).toBeUndefined();
    host.deaf.add('interchange');
    await host.approveAll();
    expect(await receipt(xml)).toMatchObject(sendAgain);
    await host.catchUp();
    host.deaf.add('trade');
    for (const goods of messages('04-')) expect((await receipt(goods)).result).toBe(1);
  });

  it('is not told to send again what something else stands against too', async () => {
    const wrong = await receipt(message('05-TRAD-2').replace(/<totalPrice>[^<]*/, '<totalPrice>1.00'));
    expect(wrong.result).toBe(0);
    expect(wrong.errorMessage.join()).toMatch(/未备案[^]*不等于数量/);
    expect(wrong.transient).toBeUndefined();
  });

  it('says so of a trade whose goods or agreement trade has not heard of, in the words of this dialect', async () => {
    for (const no of [1, 2, 3]) {
      const early = await receipt(message(`05-TRAD-${no}`));
      expect(early).toMatchObject(sendAgain);
      expect(early.errorMessage.join()).not.toContain('核对编号');
    }
  });
});

describe('a sheet that is faster than the events', () => {
  const trades = async (): Promise<any[]> =>
    (await host.send('TradeApi', { method: 'GET', path: '/v1/trades', query: { limit: '200' } })).body.items;

  /** Commits the sample sheet with these terms, and reads what has become of it. */
  const committed = async (terms: Record<string, unknown>) => {
    const upload = { caller: clerk(), headers: { 'Content-Type': 'text/csv' }, query: { kind: 'trade-lines' } };
    const body = fixture('trade-lines.csv');
    const { body: preview } = await call(host.interchange, interchangeApi, 'createImport', { ...upload, body });
    const params = { id: preview.id };
    const commit = { caller: clerk(), params, body: terms };
    const answer = await call(host.interchange, interchangeApi, 'commitImport', commit);
    return {
      answer,
      later: async () => {
        await host.deliver();
        return (await call(host.interchange, interchangeApi, 'getImport', { caller: clerk(), params })).body;
      },
    };
  };

  it('goes to its workflow, which registers each trade once', async () => {
    const before = (await trades()).length;
    const { answer, later } = await committed({ mode: 'ALL_OR_NOTHING' });
    expect([answer.status, answer.body.status], JSON.stringify(answer.body)).toEqual([200, 'COMMITTING']);
    expect(await later()).toMatchObject({ status: 'COMMITTED', outcome: { registeredRowCount: 13, refused: [] } });
    expect((await trades()).length - before).toBe(3);
  });

  it('is refused in the end where what it names never comes', async () => {
    const buyerId = 'entity-500111-01JDXKQ8Z3W5T7V9Y1A3C5E999';
    const { answer, later } = await committed({ mode: 'ALL_OR_NOTHING', buyerId, destinationCountry: 'ARE' });
    expect(answer.body.status, JSON.stringify(answer.body)).toBe('COMMITTING');
    const before = (await trades()).length;
    const open = await later();
    expect(open.status).toBe('PREVIEWED');
    expect(open.errors.map(({ code }: any) => code)).toEqual(expect.arrayContaining(['PARTY_NOT_FILED']));
    expect(await trades()).toHaveLength(before);
  });
});

describe('messages of loading that are faster than the events', () => {
  it('says so of a 组货单 whose trades consolidation has not heard of', async () => {
    host.deaf.add('consolidation');
    for (const name of ['05-TRAD-1', '05-TRAD-2', '05-TRAD-3']) expect((await receipt(message(name))).result).toBe(1);
    expect(await receipt(message('06-COMB-1'))).toMatchObject(sendAgain);
    await host.catchUp();
    for (const xml of messages('06-')) expect((await receipt(xml)).result).toBe(1);
  });
});

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Engine, startEngine } from '../../../infra/local/dynamodb/engine.ts';
import { createTables } from '../../../infra/local/dynamodb/tables.ts';
import { localBus, redrive } from '../../../infra/local/events/bus.ts';
import { checkpoints } from '../../../infra/local/events/checkpoints.ts';
import { startSchedules } from '../../../infra/local/events/schedules.ts';
import { readStream } from '../../../infra/local/events/stream.ts';
import { tables } from '../../../infra/manifest/tables.ts';
import { until } from '../../kit/until.ts';

const folder = mkdtempSync(join(tmpdir(), 'events-'));
const settings = { region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };

describe('the stream reader', () => {
  let engine: Engine;
  let tablesClient: DynamoDBClient;
  const letters = checkpoints(join(folder, 'stream.sqlite'));
  beforeAll(async () => {
    engine = await startEngine();
    tablesClient = new DynamoDBClient({ ...settings, endpoint: engine.endpoint });
    await createTables(tablesClient, tables, { registry: 'registry', audit: 'audit' });
  });
  afterAll(async () => {
    letters.close();
    await engine.close();
  });
  const start = (relay: (event: any) => Promise<unknown>) =>
    readStream({
      tables: tablesClient,
      streams: new DynamoDBStreamsClient({ ...settings, endpoint: engine.endpoint }),
      tableName: 'registry',
      relay,
      checkpoints: letters,
    });
  const put = (name: string, pk = 'DST#500111#X') =>
    DynamoDBDocumentClient.from(tablesClient).send(
      new PutCommand({ TableName: 'registry', Item: { pk, sk: `OUTBOX#${name}`, at: '2026-03-17T00:00:00.000Z' } }),
    );
  const nameOf = (record: any): string => record.dynamodb.Keys.sk.S.slice('OUTBOX#'.length);
  const names = (event: any): string[] => event.Records.map(nameOf);

  it('hands every message over in order, goes on from a failed one, and after a restart from where it stood', async () => {
    const carried: string[] = [];
    let failures = 2;
    const relay = async (event: any) => {
      for (const record of event.Records) {
        if (nameOf(record) === 'B' && failures > 0) {
          failures -= 1;
          return { batchItemFailures: [{ itemIdentifier: record.dynamodb.SequenceNumber }] };
        }
        carried.push(nameOf(record));
      }
      return { batchItemFailures: [] };
    };
    for (const sk of ['A', 'B', 'C']) await put(sk);
    const first = start(relay);
    await until('A, B, C', () => carried.length >= 3 || undefined);
    expect(carried).toEqual(['A', 'B', 'C']);
    await first.close();
    for (const sk of ['D', 'E']) await put(sk);
    const second: string[] = [];
    const reader = start(async (event) => {
      second.push(...names(event));
      return { batchItemFailures: [] };
    });
    await until('D, E', () => second.length >= 2 || undefined);
    expect(second).toEqual(['D', 'E']);
    await reader.close();
    expect(failures).toBe(0);
  });

  it('carries a message again after a relay that threw', async () => {
    let threw = false;
    const carried: string[] = [];
    const complain = vi.spyOn(console, 'error').mockImplementation(() => {});
    await put('F');
    const reader = start(async (event) => {
      if (!threw) {
        threw = true;
        throw new Error('killed');
      }
      carried.push(...names(event));
      return { batchItemFailures: [] };
    });
    await until('F', () => carried.length >= 1 || undefined);
    expect(carried).toEqual(['F']);
    await reader.close();
    expect(complain).toHaveBeenCalled();
    complain.mockRestore();
  });
});

describe('the stream reader of many partitions', () => {
  it('carries them beside one that fails, whose lag it tells, and begins again before it', async () => {
    const engine = await startEngine();
    const tablesClient = new DynamoDBClient({ ...settings, endpoint: engine.endpoint });
    await createTables(tablesClient, tables, { registry: 'registry', audit: 'audit' });
    const letters = checkpoints(join(folder, 'many.sqlite'));
    const put = (pk: string, sk: string) =>
      DynamoDBDocumentClient.from(tablesClient).send(
        new PutCommand({ TableName: 'registry', Item: { pk, sk, at: '2026-03-17T00:00:00.000Z' } }),
      );
    let isStuck = true;
    const carried: string[] = [];
    const start = () =>
      readStream({
        tables: tablesClient,
        streams: new DynamoDBStreamsClient({ ...settings, endpoint: engine.endpoint }),
        tableName: 'registry',
        relay: async ({ Records: [record] }: any) => {
          const { pk, sk } = record.dynamodb.Keys;
          if (pk.S === 'A' && isStuck)
            return { batchItemFailures: [{ itemIdentifier: record.dynamodb.SequenceNumber }] };
          carried.push(`${pk.S} ${sk.S}`);
          return { batchItemFailures: [] };
        },
        checkpoints: letters,
      });
    // What carries no message is nobody's to carry.
    for (const [pk, sk] of [
      ['A', 'OUTBOX#1'],
      ['A', 'CURRENT'],
      ['B', 'OUTBOX#1'],
      ['A', 'OUTBOX#2'],
      ['B', 'OUTBOX#2'],
    ] as const) {
      await put(pk, sk);
    }
    const first = start();
    await until('the other aggregate to be carried', () => carried.length >= 2 || undefined);
    expect(carried).toEqual(['B OUTBOX#1', 'B OUTBOX#2']);
    await until('the lag to show', () => first.lagSeconds() > 0.5 || undefined);
    await first.close();

    isStuck = false;
    carried.length = 0;
    const second = start();
    await until('everything to be carried', () => carried.length >= 4 || undefined);
    expect(carried).toHaveLength(4);
    expect(carried.filter((one) => one.startsWith('A'))).toEqual(['A OUTBOX#1', 'A OUTBOX#2']);
    expect(carried.filter((one) => one.startsWith('B'))).toEqual(['B OUTBOX#1', 'B OUTBOX#2']);
    await until('the lag to be gone', () => second.lagSeconds() < 0.5 || undefined);
    await second.close();
    const third = start();
    await put('C', 'OUTBOX#1');
    await until('C to be carried', () => carried.at(-1) === 'C OUTBOX#1' || undefined);
    expect(carried).toHaveLength(5);
    await third.close();
    letters.close();
    await engine.close();
  });
});

describe('the checkpoints', () => {
  it('refuse a second host on the same data', () => {
    const file = join(folder, 'lock.sqlite');
    const first = checkpoints(file);
    first.write('s', '1');
    expect(() => checkpoints(file)).toThrow(/locked/);
    first.close();
    const again = checkpoints(file);
    expect(again.read('s')).toBe('1');
    again.close();
  });
});

describe('the bus', () => {
  const letters = checkpoints(join(folder, 'bus.sqlite'));
  afterAll(() => letters.close());

  it('gives an event to every subscriber of its name, tries again, and keeps what is refused for good', async () => {
    const complain = vi.spyOn(console, 'error').mockImplementation(() => {});
    const calls: string[] = [];
    const envelope = { version: 1, correlationId: 'request-1', causationId: 'request-1' };
    const bus = localBus(
      [
        { event: 'TradeChanged', function: 'Good' },
        { event: 'TradeChanged', function: 'Bad' },
        { event: 'GoodsChanged', function: 'Other' },
      ],
      async (name) => {
        calls.push(name);
        if (name === 'Bad') throw new Error('refused');
        return null;
      },
      letters,
      async () => {},
    );
    await bus({ name: 'TradeChanged', detail: { id: 1 }, envelope, at: '2026-03-17T00:00:00.000Z' });
    expect(calls.filter((name) => name === 'Good')).toHaveLength(1);
    expect(calls.filter((name) => name === 'Bad')).toHaveLength(5);
    expect(calls).not.toContain('Other');
    expect(letters.deadLetters()).toMatchObject([{ target: 'Bad', error: 'Error: refused' }]);

    const delivered: unknown[] = [];
    await redrive(async () => Promise.reject(new Error('still')), letters);
    expect(letters.deadLetters()).toHaveLength(1);
    await redrive(async (name, event) => void delivered.push([name, event]), letters);
    expect(delivered).toEqual([
      ['Bad', expect.objectContaining({ 'detail-type': 'TradeChanged', detail: { id: 1, envelope } })],
    ]);
    expect(letters.deadLetters()).toEqual([]);
    complain.mockRestore();
  });
});

describe('a bus that is told much at once', () => {
  it('calls a dozen subscribers at a time, and lets none wait for one that is tried again later', async () => {
    const complain = vi.spyOn(console, 'error').mockImplementation(() => {});
    const letters = checkpoints(join(folder, 'busy.sqlite'));
    let [running, most, delivered] = [0, 0, 0];
    const pauses: (() => void)[] = [];
    const bus = localBus(
      [
        { event: 'GoodsChanged', function: 'Good' },
        { event: 'TradeChanged', function: 'Bad' },
      ],
      async (name) => {
        if (name === 'Bad') throw new Error('refused');
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        delivered += 1;
      },
      letters,
      () => new Promise((resolve) => pauses.push(() => resolve(undefined))),
    );
    const envelope = { version: 1, correlationId: 'request-1', causationId: 'request-1' };
    const tell = (name: string) => bus({ name, detail: {}, envelope, at: '2026-03-17T00:00:00.000Z' });
    const failing = Array.from({ length: 40 }, () => tell('TradeChanged'));
    await Promise.all(Array.from({ length: 40 }, () => tell('GoodsChanged')));
    expect([most, delivered]).toEqual([12, 40]);
    expect(letters.countDeadLetters()).toBe(0);
    const all = Promise.all(failing);
    let isOver = false;
    void all.then(() => (isOver = true));
    while (!isOver) {
      for (const go of pauses.splice(0)) go();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(letters.countDeadLetters()).toBe(40);
    letters.close();
    complain.mockRestore();
  });
});

describe('schedules', () => {
  const letters = checkpoints(join(folder, 'schedules.sqlite'));
  afterAll(() => letters.close());

  it('run once at each interval of the host’s clock, also across a restart', async () => {
    let now = new Date('2026-03-17T00:00:00Z');
    const runs: string[] = [];
    const start = () =>
      startSchedules(
        [{ name: 'daily', everyMinutes: 1440, run: async (time) => void runs.push(time) }],
        () => now,
        letters,
      );
    const first = start();
    first.tick();
    expect(runs).toHaveLength(0);
    await first.close();
    now = new Date('2026-03-18T00:00:00Z');
    const second = start();
    second.tick();
    expect(runs).toEqual(['2026-03-18T00:00:00.000Z']);
    await second.close();
  });

  it('do not run beside themselves: what came due meanwhile runs when that has ended', async () => {
    let now = new Date('2026-03-17T00:00:00Z');
    const runs: string[] = [];
    const ends = new Map<string, () => void>();
    const run = (time: string): Promise<void> => {
      runs.push(time);
      return new Promise((resolve) => void ends.set(time, resolve));
    };
    const schedules = startSchedules([{ name: 'slow', everyMinutes: 60, run }], () => now, letters);
    const tickAt = (instant: string): void => {
      now = new Date(instant);
      schedules.tick();
    };
    tickAt('2026-03-17T01:00:00Z');
    tickAt('2026-03-20T01:00:00Z');
    expect(runs).toEqual(['2026-03-17T01:00:00.000Z']);
    ends.get('2026-03-17T01:00:00.000Z')?.();
    await until('the job to run again', () => {
      schedules.tick();
      return runs.length === 2 || undefined;
    });
    expect(runs[1]).toBe('2026-03-20T01:00:00.000Z');
    const closed = schedules.close();
    const first = await Promise.race([closed.then(() => 'closed'), Promise.resolve('a run is in hand')]);
    expect(first).toBe('a run is in hand');
    ends.get('2026-03-20T01:00:00.000Z')?.();
    await closed;
  });

  it('run again at the next start where they were cut off or failed, with the time they were due at, and then no more', async () => {
    let now = new Date('2026-03-17T00:00:00Z');
    const runs: string[] = [];
    const complain = vi.spyOn(console, 'error').mockImplementation(() => {});
    const start = (run: () => Promise<void>) =>
      startSchedules(
        [
          {
            name: 'cut off',
            everyMinutes: 1440,
            run: (time) => {
              runs.push(time);
              return run();
            },
          },
        ],
        () => now,
        letters,
      );
    await start(async () => {}).close();
    now = new Date('2026-03-18T00:00:00Z');
    // A process that is killed does not wait for its run.
    void start(() => new Promise(() => {})).close();
    now = new Date('2026-03-18T06:00:00Z');
    await start(() => Promise.reject(new Error('the engine ended'))).close();
    await start(async () => {}).close();
    await start(async () => {}).close();
    complain.mockRestore();
    expect(runs).toEqual(Array.from({ length: 3 }, () => '2026-03-18T00:00:00.000Z'));
  });
});

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Engine, startEngine } from '../../../infra/local/dynamodb/engine.ts';
import { createTables } from '../../../infra/local/dynamodb/tables.ts';
import { deliverBuried, localBus } from '../../../infra/local/events/bus.ts';
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
  const put = (sk: string) =>
    DynamoDBDocumentClient.from(tablesClient).send(
      new PutCommand({ TableName: 'registry', Item: { pk: 'DST#500111#X', sk } }),
    );
  const names = (event: any): string[] => event.Records.map((record: any) => record.dynamodb.Keys.sk.S);

  it('hands every record over in order, goes on from a failed one, and after a restart from where it stood', async () => {
    const carried: string[] = [];
    let failures = 2;
    const relay = async (event: any) => {
      for (const record of event.Records) {
        if (record.dynamodb.Keys.sk.S === 'B' && failures > 0) {
          failures -= 1;
          return { batchItemFailures: [{ itemIdentifier: record.dynamodb.SequenceNumber }] };
        }
        carried.push(record.dynamodb.Keys.sk.S);
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

  it('reads a batch again after a relay that threw', async () => {
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
    await deliverBuried(async () => Promise.reject(new Error('still')), letters);
    expect(letters.deadLetters()).toHaveLength(1);
    await deliverBuried(async (name, event) => void delivered.push([name, event]), letters);
    expect(delivered).toEqual([
      ['Bad', expect.objectContaining({ 'detail-type': 'TradeChanged', detail: { id: 1, envelope } })],
    ]);
    expect(letters.deadLetters()).toEqual([]);
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
    first.close();
    now = new Date('2026-03-18T00:00:00Z');
    const second = start();
    second.tick();
    expect(runs).toEqual(['2026-03-18T00:00:00.000Z']);
    second.close();
  });
});

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Engine, startEngine } from '../../../infra/local/dynamodb/engine.ts';
import { indexStream, trimStream } from '../../../infra/local/dynamodb/stream-file.ts';
import { createTables } from '../../../infra/local/dynamodb/tables.ts';
import { checkpoints } from '../../../infra/local/events/checkpoints.ts';
import { readStream } from '../../../infra/local/events/stream.ts';
import { tables } from '../../../infra/manifest/tables.ts';
import { until } from '../../kit/until.ts';

const TABLE = 'registry';
const folder = mkdtempSync(join(tmpdir(), 'stream-'));
const file = join(folder, 'registry.sqlite');
const settings = { region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };

let engine: Engine;
let client: DynamoDBClient;
let database: DatabaseSync;
const letters = checkpoints(join(folder, 'events.sqlite'));
beforeAll(async () => {
  engine = await startEngine(file);
  client = new DynamoDBClient({ ...settings, endpoint: engine.endpoint });
  await createTables(client, tables, { registry: TABLE, audit: 'audit' });
  database = new DatabaseSync(file, { timeout: 5000 });
});
afterAll(async () => {
  letters.close();
  database.close();
  client.destroy();
  await engine.close();
});

const put = (sk: string) =>
  DynamoDBDocumentClient.from(client).send(
    new PutCommand({
      TableName: TABLE,
      Item: { pk: 'DST#500111#X', sk: `OUTBOX#${sk}`, at: '2026-03-17T00:00:00.000Z' },
    }),
  );

const kept = (): number[] => {
  const rows = database.prepare('SELECT sequence_number AS n FROM _stream_records ORDER BY id').all();
  return rows.map(({ n }) => Number(n));
};

/** Reads the stream from where it was left until so many records have come, and gives their sort keys. */
async function read(count: number): Promise<string[]> {
  const carried: string[] = [];
  const reader = readStream({
    tables: client,
    streams: new DynamoDBStreamsClient({ ...settings, endpoint: engine.endpoint }),
    tableName: TABLE,
    relay: async (event: any) => {
      carried.push(...event.Records.map((record: any) => record.dynamodb.Keys.sk.S.slice('OUTBOX#'.length)));
      return { batchItemFailures: [] };
    },
    checkpoints: letters,
  });
  await until(`${count} records`, () => carried.length >= count || undefined);
  expect(carried).toHaveLength(count);
  await reader.close();
  return carried;
}

it('keeps what has not been read, and numbers on after what was', async () => {
  expect(await trimStream(file, TABLE, letters), 'nothing is there').toBe(0);
  for (const sk of ['A', 'B', 'C']) await put(sk);
  expect(await trimStream(file, TABLE, letters), 'nothing was read').toBe(0);
  expect(await read(3)).toEqual(['A', 'B', 'C']);
  await put('D');
  expect(await trimStream(file, TABLE, letters)).toBe(2);
  expect(kept()).toEqual([3, 4]);
  expect(await read(1)).toEqual(['D']);
  expect(await trimStream(file, TABLE, letters)).toBe(1);
  await put('E');
  expect(kept()).toEqual([4, 5]);
  expect(await read(1)).toEqual(['E']);
});

it('makes a write as cheap after 200,000 records as after a few, and trims them while others write', async () => {
  const fewest = await quickestPut();
  const numbers = 'WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 200100)';
  database.exec(`${numbers} INSERT INTO _stream_records
    (table_name, event_name, keys_json, new_image, sequence_number, shard_id, created_at)
    SELECT '${TABLE}', 'INSERT', '{}', printf('%.300c', 'x'), i, 'shardId-00000001-${TABLE}', 0 FROM n`);
  const unindexed = await quickestPut();
  indexStream(file);
  indexStream(file);
  const indexed = await quickestPut();
  expect(unindexed, `${fewest} ms, then ${unindexed} ms`).toBeGreaterThan(3 * indexed);

  const [deleted] = await Promise.all([
    trimStream(file, TABLE, { read: () => '200100' }),
    ...Array.from({ length: 20 }, (_, no) => put(`meanwhile ${no}`)),
  ]);
  expect(deleted).toBeGreaterThan(200_000);
  expect(kept()[0]).toBe(200_100);
  expect(kept().length).toBeGreaterThan(20);
});

/** Milliseconds. */
async function quickestPut(): Promise<number> {
  const times: number[] = [];
  for (let no = 0; no < 10; no += 1) {
    const start = performance.now();
    await put(`timed ${no}`);
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}

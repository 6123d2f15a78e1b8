import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Engine, startEngine } from '../../../infra/local/dynamodb/engine.ts';
import { deleteExpired } from '../../../infra/local/dynamodb/expiry.ts';
import { createTables } from '../../../infra/local/dynamodb/tables.ts';
import { tables } from '../../../infra/manifest/tables.ts';

const TABLE = 'registry';
const NOW = new Date('2026-03-17T01:30:00Z');
const seconds = Math.floor(NOW.getTime() / 1000);

let engine: Engine;
let client: DynamoDBClient;
beforeAll(async () => {
  engine = await startEngine();
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  client = new DynamoDBClient({ endpoint: engine.endpoint, region: 'us-east-1', credentials });
  await createTables(client, tables, { registry: TABLE, audit: 'audit' });
});
afterAll(async () => {
  client.destroy();
  await engine.close();
});

it('deletes what has expired by the host’s clock, however much it is, and nothing else', async () => {
  const documents = DynamoDBDocumentClient.from(client);
  const put = (sk: string, more: object = {}) =>
    documents.send(new PutCommand({ TableName: TABLE, Item: { pk: 'DST#500111#X', sk, ...more } }));
  await put('for ever');
  await put('a while', { expiresAt: seconds + 1 });
  await put('this second', { expiresAt: seconds });
  // More than one page of a scan, which is 1 MB.
  for (let n = 0; n < 5; n += 1) await put(`over ${n}`, { expiresAt: seconds - 1 - n, body: 'x'.repeat(300_000) });

  expect(await deleteExpired(client, TABLE, tables.registry.timeToLive, NOW)).toBe(5);
  const { Items = [] } = await documents.send(new ScanCommand({ TableName: TABLE }));
  expect(Items.map(({ sk }) => String(sk)).toSorted()).toEqual(['a while', 'for ever', 'this second']);
});

import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, expect, it } from 'vitest';
import { clerk } from '../../kit/call.ts';
import { until } from '../../kit/until.ts';
import { registry } from './host.ts';

const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
let client: DynamoDBClient | undefined;
afterAll(() => client?.destroy());

const DAY = 24 * 3_600_000;
const content = Buffer.from('%PDF-1.7 licence');

/** The keys of the items that carry a time to live; what the clock starts makes more of them. */
async function expiring(): Promise<string[]> {
  client ??= new DynamoDBClient({ endpoint: registry.host.dynamodbUrl, region: 'us-east-1', credentials });
  const { Items = [] } = await DynamoDBDocumentClient.from(client).send(new ScanCommand({ TableName: 'registry' }));
  return Items.filter(({ expiresAt }) => expiresAt !== undefined).map(({ pk, sk }) => `${pk} ${sk}`);
}

const files = (): string[] => globSync(join(registry.dataDir, 'documents/*/*'));

/** The first record that the engine's file keeps of the stream, and whether the stream has its index. */
function stream(): { first: number; isIndexed: boolean } {
  const database = new DatabaseSync(join(registry.dataDir, 'registry.sqlite'), { readOnly: true });
  const row = database.prepare('SELECT min(id) AS first FROM _stream_records').get();
  const indexes = database.prepare('PRAGMA index_list(_stream_records)').all();
  database.close();
  return { first: Number(row?.['first']), isIndexed: indexes.some(({ name }) => name === '_stream_order') };
}

const moveBy = (days: number) =>
  registry.send(undefined, 'POST', '/dev/clock', {
    now: new Date(registry.host.now().getTime() + days * DAY).toISOString(),
  });

it('clears away expired items, uploads that nothing refers to, and the stream as far as it was read, in their time', async () => {
  const { body } = await registry.send(clerk(), 'POST', '/v1/documents', {
    type: 'BUSINESS_LICENCE',
    contentType: 'application/pdf',
    size: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    fileName: '执照.pdf',
  });
  const { status } = await fetch(body.upload.url, { method: 'PUT', headers: body.upload.headers, body: content });
  expect(status).toBe(200);
  expect(files()).toHaveLength(2);
  const known = await expiring();
  expect(known.length).toBeGreaterThan(0);
  expect(stream()).toEqual({ first: 1, isIndexed: true });

  await moveBy(29);
  await moveBy(0.5);
  expect(files()).toHaveLength(2);
  expect(await expiring()).toEqual(expect.arrayContaining(known));

  await moveBy(2);
  await until('the clearing', async () => {
    const left = await expiring();
    return (files().length === 0 && !known.some((key) => left.includes(key)) && stream().first > 1) || undefined;
  });
});

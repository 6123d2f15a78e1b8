import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { shippedOn } from '../../functions/shared/reference/reference.ts';
import { replaysWith } from '../../infra/commands/replay/producers.ts';
import { type Host, startHost } from '../../infra/local/host.ts';
import { eventually } from '../../infra/local/story/client.ts';
import { LEFT_AT, unpacked } from '../kit/frozen.ts';
import { replayOf } from '../kit/process.ts';

/** What capabilities know of each other is built again from what the others have, long after the events are gone. */

/** The third part of the keys of every copy that a subscriber keeps of another capability's records. */
const COPIES = [
  'TRADE_PARTY',
  'TRADE_GOODS',
  'TRADE_DOCUMENT',
  'TRADE_AGREEMENT',
  'CONSOLIDATION_PARTY',
  'CONSOLIDATION_TRADE',
  'CONSOLIDATION_STANDING',
  'INTERCHANGE_PARTY',
  'INTERCHANGE_GOODS',
  'INTERCHANGE_DESCRIBED',
  'INTERCHANGE_AGREEMENT',
];

const { dataDir, clear } = unpacked('story');
let host: Host;
let documents: DynamoDBDocumentClient;

beforeAll(async () => {
  host = await startHost({ port: 0, stepFunctionsPort: 0, dataDir });
  documents = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: host.dynamodbUrl }));
  const later = new Date(Date.parse(LEFT_AT) + 31 * 24 * 3_600_000).toISOString();
  const moved = await fetch(`${host.url}/dev/clock`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ now: later }),
  });
  expect(moved.status).toBe(200);
  await settled();
}, 60_000);

afterAll(async () => {
  await host.close();
  clear();
});

type Item = Record<string, unknown> & { pk: string; sk: string };

async function copies(): Promise<Item[]> {
  const found: Item[] = [];
  for await (const { Items = [] } of paginateScan({ client: documents, pageSize: 500 }, { TableName: 'registry' })) {
    found.push(...(Items as Item[]).filter(({ pk }) => COPIES.includes(pk.split('#')[2] ?? '')));
  }
  return found.toSorted((a, b) => (a.pk + a.sk < b.pk + b.sk ? -1 : 1));
}

/** Nothing waits to be carried, twice in a row. */
async function settled(): Promise<void> {
  for (let still = 0; still < 2; ) {
    const text = JSON.stringify(await copies());
    await eventually('the outbox to be carried', async () => {
      const health = (await (await fetch(`${host.url}/health`)).json()) as { outboxLagSeconds: number };
      // What was read last is always some milliseconds old.
      return health.outboxLagSeconds < 0.2 || undefined;
    });
    still = JSON.stringify(await copies()) === text ? still + 1 : 0;
  }
}

const replay = () => replayOf({ DYNAMODB_ENDPOINT: host.dynamodbUrl });

it('copies that were lost are as they were after a replay, and another changes nothing', async () => {
  const before = await copies();
  expect(new Set(before.map(({ pk }) => pk.split('#')[2]))).toEqual(new Set(COPIES));
  for (let from = 0; from < before.length; from += 25) {
    const deletes = before.slice(from, from + 25).map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));
    await documents.send(new BatchWriteCommand({ RequestItems: { registry: deletes } }));
  }
  expect(await copies()).toEqual([]);
  const { code, output } = await replay();
  expect(code, output).toBe(0);
  for (const { event } of replaysWith(shippedOn('2026-12-31'))) expect(output).toContain(event);
  await settled();
  expect(await copies()).toEqual(before);
  await replay();
  await settled();
  expect(await copies()).toEqual(before);
}, 60_000);

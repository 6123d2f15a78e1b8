import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { shippedOn } from '../../functions/shared/reference/reference.ts';
import { replaysWith } from '../../infra/commands/replay/producers.ts';
import { type Host, startHost } from '../../infra/local/host.ts';
import { LEFT_AT, unpacked } from '../kit/frozen.ts';
import { replayOf } from '../kit/process.ts';
import { settled } from '../kit/settled.ts';
import { until } from '../kit/until.ts';

/** What capabilities know of each other is built again from what the others have, long after the events are gone. */

/** The third part of the keys of every copy that a subscriber keeps of another capability's records. */
const COPIES = [
  'TRADE_PARTY',
  'TRADE_GOODS',
  'TRADE_AGREEMENT',
  'CONSOLIDATION_PARTY',
  'CONSOLIDATION_TRADE',
  'CONSOLIDATION_STANDING',
  'INTERCHANGE_PARTY',
  'INTERCHANGE_GOODS',
  'INTERCHANGE_DESCRIBED',
  'INTERCHANGE_AGREEMENT',
  'TRACE',
  'TRACE_NUMBER',
  'FILING_TRADES',
];

/** Copies that releases since have begun to keep: the data that is unpacked has none of them until it is announced again. */
const SINCE = ['CONSOLIDATION_AGREEMENT', 'ACCOUNT_PARTY', 'SHIPMENT_TRADE', 'SHIPMENT_HANDLER'];

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
  await atRest();
});

afterAll(async () => {
  await host.close();
  clear();
});

type Item = Record<string, unknown> & { pk: string; sk: string };

const kindOf = ({ pk }: Item): string => pk.split('#')[2] ?? '';

async function items(): Promise<Item[]> {
  const found: Item[] = [];
  for await (const { Items = [] } of paginateScan({ client: documents, pageSize: 500 }, { TableName: 'registry' })) {
    found.push(...(Items as Item[]));
  }
  return found;
}

async function copies(): Promise<Item[]> {
  const found = (await items()).filter((item) => COPIES.includes(kindOf(item)));
  return found.map(ordered).toSorted((a, b) => (a.pk + a.sk < b.pk + b.sk ? -1 : 1));
}

/** The engine answers attributes in whatever order. */
const ordered = (item: Item): Item =>
  JSON.parse(JSON.stringify(item), (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

/** The host has carried again what an earlier one may not have carried, and done the work of the days that have passed. */
const atRest = (): Promise<void> => settled(host, async () => JSON.stringify(await copies()));

/**
 * Every copy is there as it was, but for the few of which a run told a later version meanwhile; events have got fields
 * since, which old copies lack.
 */
function expectKept(before: readonly Item[], after: readonly Item[]): void {
  const found = new Map(after.map((item) => [item.pk + item.sk, item]));
  const later = before.filter(({ pk, sk, version }) => found.get(pk + sk)?.['version'] !== version);
  expect(later.length).toBeLessThan(before.length / 5);
  for (const copy of before) {
    const now = found.get(copy.pk + copy.sk);
    expect(now, copy.pk).toBeDefined();
    if (now?.['version'] === copy['version']) expect(now).toMatchObject(copy);
    else expect(Number(now?.['version']), copy.pk).toBeGreaterThan(Number(copy['version']));
  }
}

const replay = () => replayOf({ DYNAMODB_ENDPOINT: host.dynamodbUrl });

it('copies that were lost are as they were after a replay, and another changes nothing', async () => {
  const before = await copies();
  expect(new Set(before.map(({ pk }) => pk.split('#')[2]))).toEqual(new Set(COPIES));
  // The records last: one that a run tells of meanwhile must not stand there without what refers to it, as none ever does.
  const inTurn = before.toSorted((a, b) => Number(a.sk === 'CURRENT') - Number(b.sk === 'CURRENT'));
  for (let from = 0; from < inTurn.length; from += 25) {
    const deletes = inTurn.slice(from, from + 25).map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));
    await documents.send(new BatchWriteCommand({ RequestItems: { registry: deletes } }));
  }
  // A run of the days that have passed may tell of somebody meanwhile.
  expect((await copies()).length).toBeLessThan(before.length / 2);
  const { code, output } = await replay();
  expect(code, output).toBe(0);
  for (const { event } of replaysWith(shippedOn('2026-12-31'))) expect(output).toContain(event);
  await until('every copy to be there again', async () => {
    const found = new Set((await copies()).map(({ pk, sk }) => pk + sk));
    return before.every(({ pk, sk }) => found.has(pk + sk)) || undefined;
  });
  await atRest();
  const after = await copies();
  expectKept(before, after);
  await replay();
  await atRest();
  // `keepNewest` keeps the event's own detail: whatever has one is a copy, and belongs in the list.
  const kept = (await items()).filter((item) => 'detail' in item).map(kindOf);
  expect(kept).not.toEqual([]);
  expect(new Set(kept).difference(new Set(COPIES))).toEqual(new Set(SINCE));
  // So is who has traded with which buyer, and finds it in the directory.
  expect((await items()).filter(({ sk }) => sk.startsWith('TRADED#'))).not.toEqual([]);
  const again = await copies();
  expectKept(after, again);
  expect(again).toHaveLength(after.length);
});

import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, startEngine } from '../../../infra/local/dynamodb/engine.ts';
import { createTables, dropOldIndexes } from '../../../infra/local/dynamodb/tables.ts';
import { type TableSpec, tables } from '../../../infra/manifest/tables.ts';

const names = { registry: 'registry', audit: 'audit' };
let engine: Engine;
let client: DynamoDBClient;
let documents: DynamoDBDocumentClient;

beforeAll(async () => {
  engine = await startEngine();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new DynamoDBClient({ endpoint: engine.endpoint, region: 'us-east-1', credentials });
  documents = DynamoDBDocumentClient.from(client);
});
afterAll(async () => {
  client.destroy();
  await engine.close();
});

const FIRST_LAYOUT: TableSpec = {
  variable: 'REGISTRY_TABLE',
  stream: true,
  indexes: ['list', 'queue'].map((kind) => ({
    name: `by-${kind}`,
    partitionKey: `${kind}Key`,
    sortKey: `${kind}Sort`,
    include: ['data'],
  })),
};

const indexes = async () =>
  ((await client.send(new DescribeTableCommand({ TableName: 'registry' }))).Table?.GlobalSecondaryIndexes ?? []).map(
    ({ IndexName }) => IndexName,
  );

it('an old table gets the indexes that it lacks, filled with what it holds, and loses the old ones when told', async () => {
  await createTables(client, { registry: FIRST_LAYOUT }, names);
  const keys = { stateKey: 'DST#500111#NOTES#OPEN', stateSort: '2026' };
  await documents.send(new PutCommand({ TableName: 'registry', Item: { pk: 'p', sk: 's', ...keys, data: { a: 1 } } }));
  await createTables(client, tables, names);
  await createTables(client, tables, names);
  expect(new Set(await indexes())).toEqual(
    new Set([...FIRST_LAYOUT.indexes, ...tables.registry.indexes].map(({ name }) => name)),
  );
  const { Items } = await documents.send(
    new QueryCommand({
      TableName: 'registry',
      IndexName: 'byState',
      KeyConditionExpression: 'stateKey = :key',
      ExpressionAttributeValues: { ':key': keys.stateKey },
    }),
  );
  expect(Items).toEqual([{ pk: 'p', sk: 's', ...keys }]);
  expect(await dropOldIndexes(client, 'registry', tables.registry)).toEqual(['by-list', 'by-queue']);
  expect(await dropOldIndexes(client, 'registry', tables.registry)).toEqual([]);
  expect(new Set(await indexes())).toEqual(new Set(tables.registry.indexes.map(({ name }) => name)));
});

/**
 * What the benchmark's write units rest on: the engine counts as AWS does
 * (docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html, "Write capacity": one write for an entry put or
 * removed, two for one whose keys change, none where what is projected stays; HowItWorks, "transactional write requests
 * require 2 write capacity units").
 */
describe('the engine counts writes of narrow indexes as AWS does', () => {
  const long = 'x'.repeat(1500);
  let n = 0;
  const units = async (
    before: Record<string, string> | undefined,
    after: Record<string, string>,
    isTransaction = false,
  ) => {
    n += 1;
    const put = (Item: Record<string, string>) => ({ TableName: 'registry', Item: { pk: `u${n}`, sk: 's', ...Item } });
    if (before) await documents.send(new PutCommand(put(before)));
    const counted = { ReturnConsumedCapacity: 'TOTAL' as const };
    if (!isTransaction)
      return (await documents.send(new PutCommand({ ...put(after), ...counted }))).ConsumedCapacity?.CapacityUnits;
    const answer = await documents.send(new TransactWriteCommand({ TransactItems: [{ Put: put(after) }], ...counted }));
    return answer.ConsumedCapacity?.[0]?.CapacityUnits;
  };
  const listed = (state: string, changed = '1') => ({
    changeKey: 'c',
    changeSort: changed,
    stateKey: state,
    stateSort: '1',
  });

  it.each([
    ['a small item in no index', undefined, {}, 1, 2],
    ['a small item in two', undefined, listed('a'), 3, 4],
    ['1.5 KB in two: the entries are small', undefined, { ...listed('a'), long }, 4, 6],
    ['rewritten, its entries the same', { ...listed('a'), note: '1' }, { ...listed('a'), note: '2' }, 1, 2],
    ['its place by change moved', listed('a'), listed('a', '2'), 3, 4],
    ['its state left too', listed('a'), listed('b', '2'), 5, 6],
    ['taken out of an index', listed('a'), { changeKey: 'c', changeSort: '1' }, 2, 3],
    ['sifted by another text', { ...listed('a'), sought: '1' }, { ...listed('a'), sought: '2' }, 3, 4],
  ])('%s', async (_what, before, after, alone, inTransaction) => {
    expect(await units(before, after)).toBe(alone);
    expect(await units(before, after, true)).toBe(inTransaction);
  });
});

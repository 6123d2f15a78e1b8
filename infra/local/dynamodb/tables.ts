import {
  type AttributeDefinition,
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
  type GlobalSecondaryIndex,
  ListTablesCommand,
  ScanCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { type IndexSpec, PARTITION_KEY, SORT_KEY, type TableSpec } from '../../manifest/tables.ts';

/** A table as it is created. */
type TableShape = Omit<TableSpec, 'variable'>;

/**
 * Creates the tables of the manifest that do not exist yet, and the indexes that an earlier release did not have.
 *
 * @param names table name by logical name
 */
export async function createTables(
  client: DynamoDBClient,
  specs: Record<string, TableShape>,
  names: Record<string, string>,
): Promise<void> {
  const existing = new Set((await client.send(new ListTablesCommand({}))).TableNames);
  for (const [logical, spec] of Object.entries(specs)) {
    const TableName = names[logical] ?? logical;
    if (existing.has(TableName)) {
      await createIndexes(client, TableName, spec);
      continue;
    }
    await client.send(new CreateTableCommand(definition(TableName, spec)));
    if (spec.timeToLive !== undefined) {
      await client.send(
        new UpdateTimeToLiveCommand({
          TableName,
          TimeToLiveSpecification: { Enabled: true, AttributeName: spec.timeToLive },
        }),
      );
    }
  }
}

export async function isEmpty(client: DynamoDBClient, TableName: string): Promise<boolean> {
  return (await client.send(new ScanCommand({ TableName, Limit: 1 }))).Count === 0;
}

/** The indexes of a table that the manifest does not have: those of an earlier release. */
export async function dropOldIndexes(client: DynamoDBClient, TableName: string, spec: TableSpec): Promise<string[]> {
  const wanted = new Set(spec.indexes.map(({ name }) => name));
  const old = (await indexNames(client, TableName)).filter((name) => !wanted.has(name));
  for (const IndexName of old) {
    await client.send(new UpdateTableCommand({ TableName, GlobalSecondaryIndexUpdates: [{ Delete: { IndexName } }] }));
  }
  return old;
}

/** DynamoDB makes one index at a time; the embedded engine has filled it when it answers. */
async function createIndexes(client: DynamoDBClient, TableName: string, spec: TableShape): Promise<void> {
  const there = new Set(await indexNames(client, TableName));
  for (const index of spec.indexes.filter(({ name }) => !there.has(name))) {
    await client.send(
      new UpdateTableCommand({
        TableName,
        AttributeDefinitions: attributes(PARTITION_KEY, SORT_KEY, index.partitionKey, index.sortKey),
        GlobalSecondaryIndexUpdates: [{ Create: indexDefinition(index) }],
      }),
    );
  }
}

async function indexNames(client: DynamoDBClient, TableName: string): Promise<string[]> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  return (Table?.GlobalSecondaryIndexes ?? []).flatMap(({ IndexName }) => IndexName ?? []);
}

function definition(TableName: string, spec: TableShape): CreateTableCommandInput {
  const keys = [PARTITION_KEY, SORT_KEY, ...spec.indexes.flatMap((index) => [index.partitionKey, index.sortKey])];
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: attributes(...keys),
    KeySchema: schema(PARTITION_KEY, SORT_KEY),
    ...(spec.indexes.length > 0 && { GlobalSecondaryIndexes: spec.indexes.map(indexDefinition) }),
    ...(spec.stream ? { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } } : {}),
  };
}

const indexDefinition = ({ name, partitionKey, sortKey, include }: IndexSpec) =>
  ({
    IndexName: name,
    KeySchema: schema(partitionKey, sortKey),
    Projection: include
      ? { ProjectionType: 'INCLUDE', NonKeyAttributes: [...include] }
      : { ProjectionType: 'KEYS_ONLY' },
  }) satisfies GlobalSecondaryIndex;

const attributes = (...names: readonly string[]): AttributeDefinition[] =>
  names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' }));

const schema = (partition: string, sort: string) => [
  { AttributeName: partition, KeyType: 'HASH' as const },
  { AttributeName: sort, KeyType: 'RANGE' as const },
];

import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  ListTablesCommand,
  ScanCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { PARTITION_KEY, SORT_KEY, type TableSpec } from '../../manifest/tables.ts';

/**
 * Creates the tables of the manifest that do not exist yet.
 *
 * @param names table name by logical name
 */
export async function createTables(
  client: DynamoDBClient,
  specs: Record<string, TableSpec>,
  names: Record<string, string>,
): Promise<void> {
  const existing = new Set((await client.send(new ListTablesCommand({}))).TableNames);
  const missing = Object.entries(specs).filter(([logical]) => !existing.has(names[logical] ?? ''));
  for (const [logical, spec] of missing) {
    const TableName = names[logical] ?? logical;
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

function definition(TableName: string, spec: TableSpec): CreateTableCommandInput {
  const keys = [PARTITION_KEY, SORT_KEY, ...spec.indexes.flatMap((index) => [index.partitionKey, index.sortKey])];
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: schema(PARTITION_KEY, SORT_KEY),
    ...(spec.indexes.length > 0
      ? {
          GlobalSecondaryIndexes: spec.indexes.map((index) => ({
            IndexName: index.name,
            KeySchema: schema(index.partitionKey, index.sortKey),
            Projection: { ProjectionType: 'ALL' as const },
          })),
        }
      : {}),
    ...(spec.stream ? { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } } : {}),
  };
}

const schema = (partition: string, sort: string) => [
  { AttributeName: partition, KeyType: 'HASH' as const },
  { AttributeName: sort, KeyType: 'RANGE' as const },
];

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, expect, it } from 'vitest';
import { migrations as ofConsolidation } from '../../../../functions/consolidation/store/migration.ts';
import type { StoredItem } from '../../../../functions/shared/table/table.ts';
import { migrations as ofTrade } from '../../../../functions/trade/store/migration.ts';
import { migrate } from '../../../../infra/commands/migrate/migrate.ts';
import { startEngine } from '../../../../infra/local/dynamodb/engine.ts';
import { createTables } from '../../../../infra/local/dynamodb/tables.ts';
import { tables } from '../../../../infra/manifest/tables.ts';
import { firstLayout } from '../../../functions/trade/fixtures/first-layout.ts';
import { keepItems } from '../../../kit/counted.ts';

/** A table that has less capacity than a migration asks of it, as on AWS. */

const NAMES = { registry: 'registry', audit: 'audit' };
const MIGRATIONS = [...ofTrade, ...ofConsolidation];
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** How the table refuses a request that it has no capacity for. */
const refusalOf = (operation: string, no: number): object => {
  if (operation === 'TransactWriteItems' && no % 2 === 0) {
    const CancellationReasons = [{ Code: 'None' }, { Code: 'ThrottlingError' }];
    return { __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException', CancellationReasons };
  }
  const name = no % 3 === 0 ? 'ThrottlingException' : 'ProvisionedThroughputExceededException';
  return { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'slow down' };
};

const clientOf = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    maxAttempts: 4,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });

/** A registry of the first layout in an engine of its own. */
async function oldRegistry() {
  const engine = await startEngine();
  const client = clientOf(engine.endpoint);
  closing.push(() => engine.close());
  await createTables(client, { ...tables, registry: { ...tables.registry, stream: false } }, NAMES);
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  await keepItems(documents, firstLayout());
  const everything = async (): Promise<StoredItem[]> => {
    const { Items = [] } = await documents.send(new ScanCommand({ TableName: NAMES.registry }));
    return (Items as StoredItem[]).toSorted((a, b) => `${a.pk} ${a.sk}`.localeCompare(`${b.pk} ${b.sk}`));
  };
  return { engine, documents, everything };
}

/** Stands before an engine, and refuses the first two requests of every kind. */
async function throttling(endpoint: string) {
  const [asked, refused] = [new Map<string, number>(), new Map<string, number>()];
  const server: Server = createServer((request, response) => void answered(request, response));
  async function answered(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body: Buffer[] = [];
    for await (const chunk of request) body.push(chunk as Buffer);
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    const no = (asked.get(operation) ?? 0) + 1;
    asked.set(operation, no);
    response.setHeader('Content-Type', 'application/x-amz-json-1.0');
    if (no <= 2) {
      refused.set(operation, (refused.get(operation) ?? 0) + 1);
      response.writeHead(400).end(JSON.stringify(refusalOf(operation, no)));
      return;
    }
    const { host: _host, connection: _connection, ...headers } = request.headers as Record<string, string>;
    const answer = await fetch(endpoint, { method: 'POST', headers, body: Buffer.concat(body) });
    response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, refused };
}

const AT = '2026-11-30T00:00:00.000Z';

it('waits where the table is throttled, and leaves the same as where it is not, everything once', async () => {
  const [free, busy] = [await oldRegistry(), await oldRegistry()];
  const undisturbed = await migrate({ client: free.documents, names: NAMES, migrations: MIGRATIONS, at: AT });
  const proxy = await throttling(busy.engine.endpoint);
  // The command's own client waits longer: `PATIENT` of its connection.
  const client = DynamoDBDocumentClient.from(clientOf(proxy.url), { marshallOptions: { removeUndefinedValues: true } });
  const done = await migrate({ client, names: NAMES, migrations: MIGRATIONS, at: AT });
  expect(done).toEqual(undisturbed);
  expect(await busy.everything()).toEqual(await free.everything());
  expect(Object.fromEntries(proxy.refused)).toMatchObject({ Scan: 2, TransactWriteItems: 2, PutItem: 2, Query: 2 });
});

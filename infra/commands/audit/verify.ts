import {
  type DynamoDBDocumentClient,
  GetCommand,
  paginateQuery,
  paginateScan,
  type ScanCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { bodyAtOf, opened } from '../../../functions/shared/table/aggregate.ts';
import type { AuditedLog, KeptEntry } from '../../../functions/shared/table/audit.ts';
import type { TableNames } from '../../../functions/shared/table/client.ts';
import { bodyKey, CURRENT } from '../../../functions/shared/table/keys.ts';
import { unpacked } from '../../../functions/shared/table/packed.ts';
import type { StoredItem } from '../../../functions/shared/table/table.ts';
import { firstBreak, firstBreakOfLog } from './chain.ts';
import { LOGS } from './logs.ts';

type Logged = ReturnType<AuditedLog['read']>;

/** What a verification found. */
export interface Verification {
  readonly records: number;
  readonly entries: number;
  readonly broken?: { readonly pk: string; readonly what: string };
}

/** A record may change while it is read: what does not hold is read again before it is called broken. */
const READINGS = 3;

/** Holds every record to its chain of audit entries, and every chain to its record; stops at the first that breaks. */
export async function verify(client: DynamoDBDocumentClient, names: TableNames): Promise<Verification> {
  const known = new Set<string>();
  let entries = 0;
  const aggregates = {
    TableName: names.registry,
    FilterExpression: 'sk = :current AND attribute_exists(auditHash)',
    ExpressionAttributeValues: { ':current': CURRENT },
    ProjectionExpression: 'pk',
  };
  for await (const pk of partitions(client, aggregates)) {
    const chain = await verified(client, names, pk);
    known.add(pk);
    entries += chain.entries;
    if (chain.what !== undefined) return { records: known.size, entries, broken: { pk, what: chain.what } };
  }
  for await (const pk of partitions(client, { TableName: names.audit, ProjectionExpression: 'pk' })) {
    if (known.has(pk)) continue;
    const chain = await verified(client, names, pk);
    known.add(pk);
    entries += chain.entries;
    if (chain.what !== undefined) return { records: known.size, entries, broken: { pk, what: chain.what } };
  }
  return { records: known.size, entries };
}

async function* partitions(client: DynamoDBDocumentClient, input: ScanCommandInput): AsyncGenerator<string> {
  // Without a limit the embedded engine reads the rest of the table for every page of 1 MB.
  for await (const page of paginateScan({ client, pageSize: 500 }, input)) {
    for (const item of page.Items ?? []) yield String(item['pk']);
  }
}

async function verified(
  client: DynamoDBDocumentClient,
  names: TableNames,
  pk: string,
): Promise<{ entries: number; what: string | undefined }> {
  let result: { entries: number; what: string | undefined } = { entries: 0, what: undefined };
  for (let reading = 1; reading <= READINGS; reading += 1) {
    const entries = await chainOf(client, names.audit, pk);
    const record = await wholeRecord(client, names.registry, pk);
    const what = record
      ? firstBreak(entries, record)
      : firstBreakOfLog(entries, await logOf(client, names.registry, pk));
    result = { entries: entries.length, what };
    if (result.what === undefined) return result;
  }
  return result;
}

/** A record as its last entry describes it: its head, and the body wherever that stands. */
export async function wholeRecord(
  client: DynamoDBDocumentClient,
  TableName: string,
  pk: string,
): Promise<Parameters<typeof firstBreak>[1]> {
  const itemAt = async (Key: { pk: string; sk: string }): Promise<StoredItem | undefined> =>
    (await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item as StoredItem | undefined;
  const kept = await itemAt({ pk, sk: CURRENT });
  if (!kept) return undefined;
  const head = opened(kept);
  const at = bodyAtOf(head);
  const body = at && (await itemAt({ pk: at.pk, sk: bodyKey(at.number) }));
  const data = at ? { ...(head['data'] as object), ...(unpacked(body?.['data']) as object | undefined) } : head['data'];
  return { version: head['version'] as number, auditHash: head['auditHash'] as string, data };
}

const chainOf = (client: DynamoDBDocumentClient, tableName: string, pk: string): Promise<KeptEntry[]> =>
  everyItem(client, tableName, pk, '');

/** The versions of a record that is a log; none where it is no log. */
async function logOf(client: DynamoDBDocumentClient, tableName: string, pk: string): Promise<Logged[]> {
  const versions: Logged[] = [];
  for (const { prefix, holds, read } of LOGS) {
    const items = await everyItem<StoredItem>(client, tableName, pk, prefix);
    versions.push(...items.filter(holds).map(read));
  }
  return versions;
}

async function everyItem<T>(
  client: DynamoDBDocumentClient,
  TableName: string,
  pk: string,
  prefix: string,
): Promise<T[]> {
  const items: T[] = [];
  const input = {
    TableName,
    KeyConditionExpression: prefix === '' ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': pk, ...(prefix === '' ? {} : { ':prefix': prefix }) },
    ConsistentRead: true,
  };
  for await (const page of paginateQuery({ client }, input)) items.push(...((page.Items ?? []) as T[]));
  return items;
}

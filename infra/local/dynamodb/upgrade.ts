import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { isMigrated, type Migrated, migrate } from '../../commands/migrate/migrate.ts';
import { MIGRATIONS } from '../../commands/migrate/migrations.ts';
import { tables } from '../../manifest/tables.ts';
import { TABLE_NAMES } from '../environment.ts';
import { createTables, dropOldIndexes, isEmpty } from './tables.ts';

/** What a host found and did before it serves. */
export interface Upgrade {
  /** Whether the registry holds nothing. */
  readonly isEmpty: boolean;
  /** Absent where there was nothing to bring into the present layout. */
  readonly migrated?: Migrated;
}

/**
 * Makes the tables and indexes that are not there yet, and brings what an earlier release kept into the present layout. The
 * indexes of that release go last: a start that is killed before finds everything that it needs to do the rest.
 *
 * @param at ISO 8601
 */
export async function upgrade(client: DynamoDBClient, at: string): Promise<Upgrade> {
  await createTables(client, tables, TABLE_NAMES);
  if (await isEmpty(client, TABLE_NAMES.registry)) return { isEmpty: true };
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const isDone = await isMigrated(documents, TABLE_NAMES);
  const migrated = isDone
    ? undefined
    : await migrate({ client: documents, names: TABLE_NAMES, migrations: MIGRATIONS, at });
  await dropOldIndexes(client, TABLE_NAMES.registry, tables.registry);
  return { isEmpty: false, ...(migrated && { migrated }) };
}

import { DeleteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Migration } from '../../functions/shared/table/migration.ts';
import { LAYOUT, type Migrated, migrate } from '../../infra/commands/migrate/migrate.ts';

/** Brings everything of a test's registry into the present layout, from the start however often it was done. */
export async function migrated(documents: DynamoDBDocumentClient, migrations: readonly Migration[]): Promise<Migrated> {
  const state = { pk: 'DST#500000#MIGRATION', sk: `LAYOUT#${LAYOUT}` };
  await documents.send(new DeleteCommand({ TableName: 'registry', Key: state }));
  const names = { registry: 'registry', audit: 'audit' };
  return migrate({ client: documents, names, migrations, at: '2026-03-17T01:30:00.000Z' });
}

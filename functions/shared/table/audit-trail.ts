import { type AuditEntry, entryIn } from './audit.ts';
import type { Key } from './keys.ts';
import type { Table } from './table.ts';

/** The audit entries of a record, the latest first. @param most how many of them */
export async function auditTrail(table: Table, pk: Key['pk'], most: number): Promise<AuditEntry[]> {
  const { items } = await table.query(
    {
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: most,
    },
    'audit',
  );
  return items.map(entryIn);
}

import { type AuditEntry, entryIn } from './audit.ts';
import { BadCursor } from './errors.ts';
import type { Key } from './keys.ts';
import type { Table } from './table.ts';

export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  /** Behind which entry the next page begins; null where there is none. */
  readonly next: string | null;
}

/**
 * A page of the audit entries of a record, the latest first.
 *
 * @param after the entry behind which it begins, as the page before gave it
 * @throws BadCursor
 */
export async function auditPage(table: Table, pk: Key['pk'], limit: number, after?: string): Promise<AuditPage> {
  if (after !== undefined && !/^V#\d{8}$/.test(after)) throw new BadCursor('the cursor is none of this list');
  const { items, next } = await table.query(
    {
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: limit,
      ...(after !== undefined && { ExclusiveStartKey: { pk, sk: after } }),
    },
    'audit',
  );
  return { entries: items.map(entryIn), next: next === undefined ? null : String(next['sk']) };
}

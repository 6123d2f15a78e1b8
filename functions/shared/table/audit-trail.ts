import { type DistrictId, ID_KINDS, type IdKind, parseIdentifier } from '../kernel/identifier.ts';
import { type AuditEntry, entryIn } from './audit.ts';
import { BadCursor } from './errors.ts';
import { districtKey, type Key } from './keys.ts';
import type { Table } from './table.ts';

/** Where a record's chain lies: every record that goes by an identifier has a partition of its kind. */
export function chainOf(recordId: string): { readonly districtId: DistrictId; readonly pk: Key['pk'] } | undefined {
  const kind = ID_KINDS.find((one: IdKind) => parseIdentifier(one, recordId) !== undefined);
  const parts = kind && parseIdentifier(kind, recordId);
  return parts && { districtId: parts.districtId, pk: districtKey(parts.districtId, kind.toUpperCase(), recordId) };
}

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

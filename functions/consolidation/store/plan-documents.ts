import { gunzipSync, gzipSync } from 'node:zlib';
import type { z } from 'zod';
import type { Key } from '../../shared/table/keys.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { create, type Write } from '../../shared/table/write.ts';

/** Under DynamoDB's 400 KB an item. Twenty thousand placements make under 1 MB, so a document is one transaction. */
const PART_BYTES = 300 * 1024;

/** A result of one of a consolidation's plannings, from 1; it is written once. */
export interface DocumentName {
  readonly of: 'LOAD' | 'DECLARATIONS';
  readonly planning: number;
}

const prefix = ({ of, planning }: DocumentName): string => `${of}#${String(planning).padStart(4, '0')}#`;

/** A result as compressed parts beside its aggregate: too large for one item, and read as a whole. */
export function documentWrites(pk: Key['pk'], name: DocumentName, value: unknown, otherwise: () => Error): Write[] {
  const bytes = gzipSync(JSON.stringify(value));
  const parts = Math.ceil(bytes.length / PART_BYTES);
  return Array.from({ length: parts }, (_, index) =>
    create(
      {
        pk,
        sk: `${prefix(name)}${String(index + 1).padStart(4, '0')}`,
        parts,
        content: bytes.subarray(index * PART_BYTES, (index + 1) * PART_BYTES),
      },
      otherwise,
    ),
  );
}

export async function readDocument<S extends z.ZodType>(
  table: Table,
  pk: Key['pk'],
  name: DocumentName,
  schema: S,
): Promise<z.output<S> | undefined> {
  const items: StoredItem[] = [];
  let after: Record<string, unknown> | undefined;
  do {
    const page = await table.query({
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :name)',
      ExpressionAttributeValues: { ':pk': pk, ':name': prefix(name) },
      ConsistentRead: true,
      ...(after === undefined ? {} : { ExclusiveStartKey: after }),
    });
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  if (items.length === 0) return undefined;
  const bytes = Buffer.concat(items.map((item) => item['content'] as Uint8Array));
  return schema.parse(JSON.parse(gunzipSync(bytes).toString()));
}

import { gunzipSync } from 'node:zlib';
import type { z } from 'zod';
import { everyItem } from '../../shared/table/every-item.ts';
import { WrittenByLaterRelease } from '../../shared/table/form.ts';
import type { Key } from '../../shared/table/keys.ts';
import { pack, unpacked } from '../../shared/table/packed.ts';
import type { Table } from '../../shared/table/table.ts';
import { create, type Write } from '../../shared/table/write.ts';

/** Under DynamoDB's 400 KB an item. Twenty thousand placements make some 100 KB. */
const PART_BYTES = 300 * 1024;

/** The first form was compressed JSON of rows. */
export const DOCUMENT_FORM = 2;

/** A result of one of a consolidation's plannings, from 1; it is written once. */
export interface DocumentName {
  readonly of: 'LOAD' | 'DECLARATIONS';
  readonly planning: number;
}

const prefix = ({ of, planning }: DocumentName): string => `${of}#${String(planning).padStart(4, '0')}#`;

/** A result as compressed parts beside its aggregate: too large for one item, and read as a whole. */
function documentWrites(pk: Key['pk'], name: DocumentName, value: unknown, otherwise: () => Error): Write[] {
  const bytes = pack(value);
  const parts = Math.ceil(bytes.length / PART_BYTES);
  return Array.from({ length: parts }, (_, index) =>
    create(
      {
        pk,
        sk: `${prefix(name)}${String(index + 1).padStart(4, '0')}`,
        form: DOCUMENT_FORM,
        parts,
        content: bytes.subarray(index * PART_BYTES, (index + 1) * PART_BYTES),
      },
      otherwise,
    ),
  );
}

/**
 * Keeps a result unless one is kept: of two runs of a step the first stands. One part is one write by itself, at half the
 * price of a transaction.
 *
 * @returns the result that is kept
 * @throws the `otherwise` error where another run was first with a result of many parts
 */
export async function keepDocument<S extends z.ZodType>(
  table: Table,
  pk: Key['pk'],
  name: DocumentName,
  schema: S,
  value: z.output<S>,
  otherwise: () => Error,
): Promise<z.output<S>> {
  const [only, ...others] = documentWrites(pk, name, value, otherwise);
  if (only && others.length === 0) {
    if (await table.write(only)) return value;
    const first = await readDocument(table, pk, name, schema);
    if (first === undefined) throw otherwise();
    return first;
  }
  await table.commit([...(only ? [only] : []), ...others]);
  return value;
}

export async function readDocument<S extends z.ZodType>(
  table: Table,
  pk: Key['pk'],
  name: DocumentName,
  schema: S,
): Promise<z.output<S> | undefined> {
  const items = await everyItem(table, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :name)',
    ExpressionAttributeValues: { ':pk': pk, ':name': prefix(name) },
    ConsistentRead: true,
  });
  const [first] = items;
  if (!first) return undefined;
  const form = Number(first['form'] ?? 1);
  if (form > DOCUMENT_FORM) throw new WrittenByLaterRelease(`${name.of} of form ${form} of ${pk}`);
  const bytes = Buffer.concat(items.map((item) => item['content'] as Uint8Array));
  return schema.parse(form === 1 ? JSON.parse(gunzipSync(bytes).toString()) : unpacked(bytes));
}

import { gunzipSync } from 'node:zlib';
import type { z } from 'zod';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { everyItem } from '../../shared/table/every-item.ts';
import { WrittenByLaterRelease } from '../../shared/table/form.ts';
import type { Key } from '../../shared/table/keys.ts';
import type { Migration } from '../../shared/table/migration.ts';
import { pack, unpacked } from '../../shared/table/packed.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { create, putWhere, remove, type Write } from '../../shared/table/write.ts';

/** Under DynamoDB's 400 KB an item. Twenty thousand placements make some 100 KB. */
const PART_BYTES = 300 * 1024;

/** The first form was compressed JSON of rows. */
const DOCUMENT_FORM = 2;

/** A result of one of a consolidation's plannings, from 1; it is written once. */
export interface DocumentName {
  readonly of: 'LOAD' | 'DECLARATIONS' | 'CARGO' | 'LOADED';
  /** Of LOADED, what was loaded, the version of the packing list. */
  readonly planning: number;
}

const prefix = ({ of, planning }: DocumentName): string => `${of}#${String(planning).padStart(4, '0')}#`;

const partKey = (name: string, part: number): string => `${name}${String(part).padStart(4, '0')}`;

/** A result as compressed parts beside its aggregate: too large for one item, and read as a whole. */
function partsOf(pk: Key['pk'], name: string, value: unknown) {
  const bytes = pack(value);
  const parts = Math.ceil(bytes.length / PART_BYTES);
  return Array.from({ length: parts }, (_, index) => ({
    pk,
    sk: partKey(name, index + 1),
    form: DOCUMENT_FORM,
    parts,
    content: bytes.subarray(index * PART_BYTES, (index + 1) * PART_BYTES),
  }));
}

/** A result that is kept with what else its transaction writes; one that is kept already makes it fail. */
export const documentWrites = (pk: Key['pk'], name: DocumentName, value: unknown, otherwise: () => Error): Write[] =>
  partsOf(pk, prefix(name), value).map((part) => create(part, otherwise));

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
  const [only, ...others] = partsOf(pk, prefix(name), value).map((part) => create(part, otherwise));
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
  const items = await partItems(table, pk, prefix(name));
  return items.length === 0 ? undefined : schema.parse(contentOf(items));
}

const partItems = (table: Table, pk: string, name: string): Promise<StoredItem[]> =>
  everyItem(table, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :name)',
    ExpressionAttributeValues: { ':pk': pk, ':name': name },
    ConsistentRead: true,
  });

function contentOf(items: readonly StoredItem[]): unknown {
  const form = Number(items[0]?.['form'] ?? 1);
  if (form > DOCUMENT_FORM) throw new WrittenByLaterRelease(`${items[0]?.sk} of ${items[0]?.pk} of form ${form}`);
  const bytes = Buffer.concat(items.map((item) => item['content'] as Uint8Array));
  return form === 1 ? JSON.parse(gunzipSync(bytes).toString()) : unpacked(bytes);
}

const changed = () => new ConcurrencyConflict('the plan was changed while it was migrated');

/** A result is brought over whole, by its first part. */
export const documentMigration: Migration = {
  kind: 'CONSOLIDATION',
  isOld: (item) => /^(LOAD|DECLARATIONS)#\d+#0001$/.test(item.sk) && item['form'] === undefined,
  migrate: async ({ pk, sk }, table) => {
    const name = sk.slice(0, sk.lastIndexOf('#') + 1);
    const old = await partItems(table, pk, name);
    const present = partsOf(pk as Key['pk'], name, contentOf(old));
    const left = old.filter((item) => !present.some((part) => part.sk === item.sk));
    const isFirst = { expression: 'attribute_not_exists(form)' };
    return {
      writes: [
        ...present.map((part) => putWhere(part, isFirst, changed)),
        ...left.map((item) => remove({ pk: item.pk, sk: item.sk }, isFirst, changed)),
      ],
    };
  },
};

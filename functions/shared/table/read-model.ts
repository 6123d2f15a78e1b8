import type { z } from 'zod';
import { type Form, readForm } from './form.ts';
import type { Key } from './keys.ts';
import type { IndexKeys } from './listing.ts';
import { unpacked } from './packed.ts';
import type { StoredItem, Table } from './table.ts';
import { putWhere } from './write.ts';

/** Some of the first layout said their version within what they kept only. */
const isNewer = (version: number) => ({
  expression:
    'attribute_not_exists(pk) OR #version < :version OR ' +
    '(attribute_not_exists(#version) AND #detail.#version < :version)',
  names: { '#version': 'version', '#detail': 'detail' },
  values: { ':version': version },
});

/**
 * Keeps what an event says of another capability's record, unless the same or a newer version is kept: events come at
 * least once and in any order. One plain write, half the price of a transaction.
 *
 * @param detail with the version of the record that it tells of
 * @param keys where the copy is listed; those of an older version go
 * @returns whether it was newer
 */
export async function keepNewest<S extends z.ZodType>(
  table: Table,
  key: Key,
  kept: Form<S>,
  detail: z.output<S> & { readonly version: number },
  keys: IndexKeys & { readonly expiresAt?: number } = {},
): Promise<boolean> {
  return putNewest(table, { ...key, form: kept.version, version: detail.version, detail, ...keys });
}

/** The same of an item whose attributes say what is kept, where something is asked of them by the table itself. */
export const putNewest = (table: Table, item: StoredItem & { readonly version: number }): Promise<boolean> =>
  table.write(putWhere(item, isNewer(item.version)));

/** What is kept of a record, by whatever release. */
export const keptDetail = <S extends z.ZodType>(kept: Form<S>, item: StoredItem): z.output<S> =>
  readForm(kept, unpacked(item['detail']), item['form']);

import type { StoredHead } from '../table/aggregate.ts';
import type { Listed, PageRequest } from '../table/list.ts';
import type { Table } from '../table/table.ts';
import { idOfNumber } from './numbers.ts';

/**
 * The page of a list that is asked for a number: the one record that bears it, or nothing. With `since` it is there while it
 * has changed since then, and whoever follows asks the same again.
 *
 * @param typed the number as it was typed
 * @param keep whether the caller may see the record, and asks for it
 */
export async function numberedPage<R extends Pick<StoredHead<unknown, unknown>, 'updatedAt'>>(
  table: Table,
  { districts, since }: PageRequest,
  typed: string,
  { load, keep }: { readonly load: (id: string) => Promise<R | undefined>; readonly keep: (record: R) => boolean },
): Promise<Listed<R>> {
  const from = since === undefined ? undefined : new Date(since).toISOString();
  const id = await idOfNumber(table, districts, typed);
  const found = id === undefined ? undefined : await load(id);
  const isAsked = found !== undefined && keep(found) && (from === undefined || found.updatedAt >= from);
  return { items: isAsked ? [found] : [], nextCursor: null, ...(from && { nextSince: from }) };
}

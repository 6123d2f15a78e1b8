import type { StoredItem, Table } from '../../shared/table/table.ts';

/** All items of a query, page by page. */
export async function everyItem(table: Table, query: Parameters<Table['query']>[0]): Promise<StoredItem[]> {
  const items: StoredItem[] = [];
  let after: Record<string, unknown> | undefined;
  do {
    const page = await table.query({ ...query, ...(after === undefined ? {} : { ExclusiveStartKey: after }) });
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return items;
}

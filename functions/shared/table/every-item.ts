import type { StoredItem, Table } from './table.ts';

/**
 * Every item of a query, page by page: what is decided from the first page alone is decided wrongly once there is a second.
 */
export async function everyItem(table: Table, input: Parameters<Table['query']>[0]): Promise<StoredItem[]> {
  const items: StoredItem[] = [];
  let next: Record<string, unknown> | undefined;
  do {
    const page = await table.query({ ...input, ...(next && { ExclusiveStartKey: next }) });
    items.push(...page.items);
    next = page.next;
  } while (next);
  return items;
}

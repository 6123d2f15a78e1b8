import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { StoredItem, Table } from '../../functions/shared/table/table.ts';
import type { Write } from '../../functions/shared/table/write.ts';

export interface Reads {
  queries: number;
  /** What queries answered. */
  entries: number;
  /** Items that were read by their keys. */
  heads: number;
}

/** A table whose reads are counted. */
export function counted(table: Table): { readonly table: Table; readonly reads: Reads } {
  const reads = { queries: 0, entries: 0, heads: 0 };
  const counting: Table = {
    ...table,
    query: async (...input) => {
      const page = await table.query(...input);
      reads.queries += 1;
      reads.entries += page.items.length;
      return page;
    },
    get: (key) => {
      reads.heads += 1;
      return table.get(key);
    },
    getMany: (keys) => {
      reads.heads += keys.length;
      return table.getMany(keys);
    },
  };
  return { table: counting, reads };
}

/** The items that writes put into the registry. */
export const itemsOf = (writes: readonly Write[]): StoredItem[] =>
  writes.flatMap(({ table, item }) => (table === 'registry' ? ((item('registry').Put?.Item as StoredItem) ?? []) : []));

/** Keeps thousands of items within a second or two. */
export async function keepItems(documents: DynamoDBDocumentClient, items: readonly StoredItem[]): Promise<void> {
  const batches = Array.from({ length: Math.ceil(items.length / 25) }, (_, at) => items.slice(at * 25, at * 25 + 25));
  for (let from = 0; from < batches.length; from += 8) {
    await Promise.all(
      batches.slice(from, from + 8).map((batch) =>
        documents.send(
          new BatchWriteCommand({
            RequestItems: { registry: batch.map((Item) => ({ PutRequest: { Item } })) },
          }),
        ),
      ),
    );
  }
}

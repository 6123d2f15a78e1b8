import type { Runtime } from '../../functions/shared/runtime.ts';
import { type AuditEntry, entryIn } from '../../functions/shared/table/audit.ts';
import { CURRENT } from '../../functions/shared/table/keys.ts';
import type { StoredItem } from '../../functions/shared/table/table.ts';
import { firstBreak } from '../../infra/commands/audit/chain.ts';

async function keptIn(table: Runtime['table'], pk: string): Promise<StoredItem[]> {
  const { items } = await table.query(
    { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } },
    'audit',
  );
  return items;
}

/** The entries of a record in the audit's chain, the first one first. */
export const entriesOf = async (table: Runtime['table'], pk: string): Promise<AuditEntry[]> =>
  (await keptIn(table, pk)).map(entryIn);

/**
 * Who did what to a record and why, by its entries in the audit's chain.
 *
 * @throws Error where the chain does not hold, or the record is not what its last entry says
 */
export async function deedsOf({ table }: Pick<Runtime, 'table'>, pk: string): Promise<[string, string, ...string[]][]> {
  const items = await keptIn(table, pk);
  const broken = firstBreak(items, (await table.get({ pk, sk: CURRENT })) as never);
  if (broken !== undefined) throw new Error(`${pk}: ${broken}`);
  return items.map(entryIn).map(({ actor, action, reasons }) => [actor.sub, action, ...reasons]);
}

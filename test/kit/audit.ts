import type { Runtime } from '../../functions/shared/runtime.ts';
import type { AuditEntry } from '../../functions/shared/table/audit.ts';
import { CURRENT } from '../../functions/shared/table/keys.ts';
import type { StoredItem } from '../../functions/shared/table/table.ts';
import { firstBreak } from '../../infra/commands/audit/chain.ts';

/** The entries of a record in the audit's chain, the first one first; what is no entry is not among them, and breaks it. */
export async function entriesOf(table: Runtime['table'], pk: string): Promise<AuditEntry[]> {
  const { items } = await table.query(
    { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } },
    'audit',
  );
  return items.filter(isEntry);
}

const isEntry = (item: StoredItem): item is StoredItem & AuditEntry => 'previousHash' in item && 'contentHash' in item;

/**
 * Who did what to a record and why, by its entries in the audit's chain.
 *
 * @throws Error where the chain does not hold, or the record is not what its last entry says
 */
export async function deedsOf({ table }: Pick<Runtime, 'table'>, pk: string): Promise<[string, string, ...string[]][]> {
  const entries = await entriesOf(table, pk);
  const broken = firstBreak(entries, (await table.get({ pk, sk: CURRENT })) as never);
  if (broken !== undefined) throw new Error(`${pk}: ${broken}`);
  return entries.map(({ actor, action, reasons }) => [actor.sub, action, ...reasons]);
}

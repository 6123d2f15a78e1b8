import type { z } from 'zod';
import type { DistrictId } from '../../shared/kernel/identifier.ts';
import { type IdKind, parseIdentifier } from '../../shared/kernel/identifier.ts';
import type { Message } from '../../shared/outbox/message.ts';
import { parseStored, type Stored } from '../../shared/table/aggregate.ts';
import type { Actor } from '../../shared/table/audit.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { districtKey, type Key } from '../../shared/table/keys.ts';
import { type Listed, type ListRequest, listPage } from '../../shared/table/list.ts';
import type { Table } from '../../shared/table/table.ts';

export { everyItem } from '../../shared/table/list.ts';

/** The partition of a record; the identifier carries its district. */
export const partitionOf = (kind: IdKind, id: string): Key['pk'] =>
  districtKey(parseIdentifier(kind, id)?.districtId ?? '', kind.toUpperCase(), id);

/** Who changes a record, when and how, and what the change asks of the rest of the system. */
export interface Deed {
  readonly actor: Actor;
  /** ISO 8601. */
  readonly at: string;
  /** Stable English verb, e.g. `APPROVE`. */
  readonly action: string;
  readonly reasons?: readonly string[];
  readonly messages?: readonly Message[];
  /** The filing that asked for the change. */
  readonly filingId?: string;
}

export const changed = (): Error => new ConcurrencyConflict('the record is no longer as it was read');

/** A page of a collection: what the client asks, the districts it may read, and what it may see. */
export interface PageRequest<D> extends Pick<ListRequest, 'limit' | 'cursor' | 'since' | 'at'> {
  readonly districts: readonly DistrictId[];
  readonly keep: (record: D) => boolean;
}

/**
 * One page of a collection by time of change, oldest first.
 *
 * @param collection its name
 * @param queue the state or owner by which it is walked; undefined for all
 */
export async function recordPage<S extends z.ZodType>(
  table: Table,
  schema: S,
  [collection, queue]: readonly [collection: string, queue: string | undefined],
  { keep, ...request }: PageRequest<z.output<S>>,
): Promise<Listed<Stored<z.output<S>>>> {
  const page = await listPage(table, {
    ...request,
    index: queue === undefined ? 'byList' : 'byQueue',
    partition: (districtId) => districtKey(districtId, collection, ...(queue === undefined ? [] : [queue])),
    keep: (item) => keep(parseStored(item, schema).data),
  });
  return { ...page, items: page.items.map((item) => parseStored(item, schema)) };
}

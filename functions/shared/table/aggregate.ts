import type { z } from 'zod';
import { type Message } from '../outbox/message.ts';
import { type Actor, auditEntry, auditWrite, CHAIN_START } from './audit.ts';
import { CURRENT, type Key } from './keys.ts';
import { outboxWrites } from './outbox.ts';
import type { StoredItem, Table } from './table.ts';
import { create, replace, type Write } from './write.ts';

/** An aggregate as it stands in the table. */
export interface Stored<D> {
  readonly pk: Key['pk'];
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Hash of the last audit entry; the next entry points to it. */
  readonly auditHash: string;
  readonly data: D;
}

/** Where an aggregate is listed: `list` by time of change in its collection, `queue` in one of its states. */
export interface Listing {
  readonly list: Key['pk'];
  readonly queue?: Key['pk'];
}

export interface Change<D> {
  readonly pk: Key['pk'];
  /** What was read; undefined for a new aggregate. */
  readonly before: Stored<D> | undefined;
  readonly data: D;
  readonly listing: Listing;
  readonly actor: Actor;
  /** ISO 8601. */
  readonly at: string;
  /** Stable English verb, e.g. `APPROVE`. */
  readonly action: string;
  readonly reasons?: readonly string[];
  readonly messages?: readonly Message[];
  /** What it means when the aggregate is no longer as it was read. */
  readonly otherwise: () => Error;
}

/**
 * The writes of one change: the aggregate under its version, its audit entry, its outbox messages. Committed together,
 * they are one step of the aggregate's history.
 */
export function changeWrites<D>(change: Change<D>): { writes: Write[]; after: Stored<D> } {
  const { pk, before, data, at, listing, otherwise } = change;
  const version = (before?.version ?? 0) + 1;
  const entry = auditEntry({
    pk,
    version,
    at,
    actor: change.actor,
    action: change.action,
    reasons: change.reasons ?? [],
    previousHash: before?.auditHash ?? CHAIN_START,
    content: data,
  });
  const after: Stored<D> = {
    pk,
    version,
    createdAt: before?.createdAt ?? at,
    updatedAt: at,
    auditHash: entry.hash,
    data,
  };
  const sort = `${at}#${pk}`;
  const item = {
    ...after,
    sk: CURRENT,
    listKey: listing.list,
    listSort: sort,
    ...(listing.queue === undefined ? {} : { queueKey: listing.queue, queueSort: sort }),
  };
  return {
    after,
    writes: [
      before === undefined ? create(item, otherwise) : replace(item, before.version, otherwise),
      auditWrite(entry, otherwise),
      ...outboxWrites(pk, version, at, change.messages ?? [], otherwise),
    ],
  };
}

/** Reads an aggregate and checks its content against the schema. */
export async function load<S extends z.ZodType>(
  table: Table,
  pk: Key['pk'],
  schema: S,
): Promise<Stored<z.output<S>> | undefined> {
  const item = await table.get({ pk, sk: CURRENT });
  return item && parseStored(item, schema);
}

export function parseStored<S extends z.ZodType>(item: StoredItem, schema: S): Stored<z.output<S>> {
  return {
    pk: item.pk as Key['pk'],
    version: item['version'] as number,
    createdAt: item['createdAt'] as string,
    updatedAt: item['updatedAt'] as string,
    auditHash: item['auditHash'] as string,
    data: schema.parse(item['data']),
  };
}

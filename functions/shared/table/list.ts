import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { DistrictId } from '../kernel/identifier.ts';
import { BadCursor } from './errors.ts';
import type { Key } from './keys.ts';
import type { StoredItem, Table } from './table.ts';

export interface ListRequest {
  /** Districts to walk, in order; one for everybody but the city. */
  readonly districts: readonly DistrictId[];
  readonly index: 'byList' | 'byQueue';
  readonly partition: (districtId: DistrictId) => Key['pk'];
  /** Only items changed at or after this instant (ISO 8601), the earliest change first, for a client that follows. */
  readonly since?: string | undefined;
  /** Where no `since` is given. */
  readonly newestFirst?: boolean;
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** ISO 8601 instant of the request. */
  readonly at: string;
  readonly keep: (item: StoredItem) => boolean;
}

/** A page of a list. */
export interface Listed<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
  /** On the last page of what changed `since`: the `since` of the client's next reading. */
  readonly nextSince?: string;
}

/**
 * Seconds by which a client that follows reads again what it may have read before. A change bears the time at which its
 * request or step began, is committed when that is done, and reaches the index moments later: what was under way while
 * the client read stands before the last that it has seen. No function that changes records runs longer than five minutes.
 */
export const OVERLAP_SECONDS = 360;

/** Queries of one page: a caller who may see few of many gets a short page with a cursor, not one that takes minutes. */
const MAX_QUERIES = 20;
const LEAST_QUERIED = 100;

const Cursor = z.strictObject({
  /** Of which list it is: `listMark`. */
  list: z.string(),
  districtId: z.string(),
  after: z.record(z.string(), z.string()).optional(),
  /** When the first page was read. */
  began: z.iso.datetime(),
});

type Cursor = z.infer<typeof Cursor>;

/** Every item of a query, page by page: what is decided from the first page alone is decided wrongly once there is a second. */
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

/**
 * One page of a collection by time of change, over one or more districts.
 *
 * @throws BadCursor
 */
export async function listPage(table: Table, request: ListRequest): Promise<Listed<StoredItem>> {
  const { districts, limit, keep, at } = request;
  const start = request.cursor === undefined ? undefined : decode(request);
  const began = start?.began ?? new Date(at).toISOString();
  const since = request.since === undefined ? undefined : new Date(request.since).toISOString();
  const items: StoredItem[] = [];
  let remaining = districts.slice(start ? districts.indexOf(start.districtId) : 0);
  let after: Record<string, unknown> | undefined = start?.after;
  for (let queries = 0; ; queries += 1) {
    const [districtId] = remaining;
    if (districtId === undefined) return { items, nextCursor: null, ...(since && { nextSince: resume(since, began) }) };
    if (items.length >= limit || queries === MAX_QUERIES) {
      return { items, nextCursor: encode({ list: listMark(request), districtId, after, began }) };
    }
    const page = await table.query(queryInput(request, districtId, since, after));
    const kept = page.items.filter(keep);
    const shown = kept.slice(0, limit - items.length);
    items.push(...shown);
    const last = shown.at(-1);
    after = kept.length > shown.length && last ? startKey(request, last) : page.next;
    if (after === undefined) remaining = remaining.slice(1);
  }
}

/** Never before what was asked for: a client that starts anew reads nothing twice. */
function resume(since: string, began: string): string {
  const overlapping = new Date(Date.parse(began) - OVERLAP_SECONDS * 1000).toISOString();
  return overlapping > since ? overlapping : since;
}

const keysOf = ({ index }: ListRequest): readonly [key: string, sort: string] =>
  index === 'byList' ? ['listKey', 'listSort'] : ['queueKey', 'queueSort'];

function queryInput(
  request: ListRequest,
  districtId: DistrictId,
  since: string | undefined,
  after: Record<string, unknown> | undefined,
) {
  const [key, sort] = keysOf(request);
  return {
    IndexName: request.index,
    KeyConditionExpression: since === undefined ? '#key = :key' : '#key = :key AND #sort >= :since',
    ExpressionAttributeNames: { '#key': key, ...(since === undefined ? {} : { '#sort': sort }) },
    ExpressionAttributeValues: {
      ':key': request.partition(districtId),
      ...(since === undefined ? {} : { ':since': since }),
    },
    ScanIndexForward: since !== undefined || !(request.newestFirst ?? false),
    Limit: Math.max(request.limit, LEAST_QUERIED),
    ...(after === undefined ? {} : { ExclusiveStartKey: after }),
  };
}

/** Where a query goes on after an item. */
const startKey = (request: ListRequest, item: StoredItem): Record<string, unknown> =>
  Object.fromEntries(['pk', 'sk', ...keysOf(request)].map((name) => [name, item[name]]));

const encode = (cursor: Omit<Cursor, 'after'> & { after: Record<string, unknown> | undefined }): string =>
  Buffer.from(JSON.stringify(cursor)).toString('base64url');

/** Tells lists apart: what is walked, in which direction and from which time on. */
const listMark = ({ index, partition, districts, since, newestFirst }: ListRequest): string =>
  createHash('sha256')
    .update(JSON.stringify([index, districts.map(partition), since ?? null, newestFirst ?? false]))
    .digest('base64url')
    .slice(0, 16);

/** DynamoDB's limits of a key's attributes, in bytes. */
const KEY_BYTES: Readonly<Record<string, number>> = { pk: 2048, sk: 1024 };

/** A cursor is the client's to keep, not to forge: it must be of this list, and stand at a place that the list can have. */
function decode(request: ListRequest): Cursor {
  const { districtId, after, ...cursor } = read(request.cursor ?? '');
  const isOfList = cursor.list === listMark(request) && request.districts.includes(districtId);
  if (!isOfList || (after !== undefined && !isPlace(request, districtId, after)))
    throw new BadCursor('not of this list');
  return { ...cursor, districtId, after };
}

function read(text: string): Cursor {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch (error) {
    throw new BadCursor('not a cursor', { cause: error });
  }
}

function isPlace(request: ListRequest, districtId: DistrictId, after: Record<string, string>): boolean {
  const [key, sort] = keysOf(request);
  const names = ['pk', 'sk', key, sort];
  const { pk = '', [key]: list, [sort]: at = '' } = after;
  return (
    Object.keys(after).length === names.length &&
    names.every((name) => {
      const bytes = Buffer.byteLength(after[name] ?? '');
      return bytes > 0 && bytes <= (KEY_BYTES[name] ?? KEY_BYTES['sk'] ?? 0);
    }) &&
    pk.startsWith(`DST#${districtId}#`) &&
    list === request.partition(districtId) &&
    (request.since === undefined || at >= new Date(request.since).toISOString())
  );
}

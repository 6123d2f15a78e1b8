import { z } from 'zod';
import { Problem } from '../http/problem.ts';
import type { DistrictId } from '../kernel/identifier.ts';
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

const Cursor = z.object({
  districtId: z.string(),
  after: z.record(z.string(), z.unknown()).optional(),
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

/** One page of a collection by time of change, over one or more districts. */
export async function listPage(table: Table, request: ListRequest): Promise<Listed<StoredItem>> {
  const { districts, limit, keep, at } = request;
  const start = request.cursor === undefined ? undefined : decode(request);
  const began = start?.began ?? new Date(at).toISOString();
  const since = request.since === undefined ? undefined : new Date(request.since).toISOString();
  const items: StoredItem[] = [];
  let remaining = districts.slice(start ? districts.indexOf(start.districtId) : 0);
  let after = start?.after;
  for (let queries = 0; ; queries += 1) {
    const [districtId] = remaining;
    if (districtId === undefined) return { items, nextCursor: null, ...(since && { nextSince: resume(since, began) }) };
    if (items.length >= limit || queries === MAX_QUERIES) {
      return { items, nextCursor: encode({ districtId, after, began }) };
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

const encode = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');

/** A cursor is the client's to keep, not to forge: it must stay in a district the caller may read. */
function decode(request: ListRequest): Cursor {
  try {
    const cursor = Cursor.parse(JSON.parse(Buffer.from(request.cursor ?? '', 'base64url').toString()));
    const pk = cursor.after?.['pk'];
    const within = pk === undefined || (typeof pk === 'string' && pk.startsWith(`DST#${cursor.districtId}#`));
    if (request.districts.includes(cursor.districtId) && within) return cursor;
  } catch {
    // Falls through to the one answer that every bad cursor gets.
  }
  throw new Problem('BAD_PARAMETER', 'cursor 无效；请原样使用上一页返回的 nextCursor');
}

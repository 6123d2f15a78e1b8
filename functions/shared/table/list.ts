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
  /** Only items changed at or after this instant (ISO 8601). */
  readonly since?: string | undefined;
  readonly newestFirst?: boolean;
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly keep: (item: StoredItem) => boolean;
}

const Cursor = z.object({ districtId: z.string(), after: z.record(z.string(), z.unknown()).optional() });

/** One page of a collection by time of change, over one or more districts. */
export async function listPage(
  table: Table,
  request: ListRequest,
): Promise<{ items: StoredItem[]; nextCursor: string | null }> {
  const start = request.cursor === undefined ? undefined : decode(request);
  let remaining = request.districts.slice(start ? request.districts.indexOf(start.districtId) : 0);
  let after = start?.after;
  const items: StoredItem[] = [];
  for (let districtId = remaining[0]; districtId !== undefined; districtId = remaining[0]) {
    const page = await table.query(queryInput(request, districtId, after, request.limit - items.length));
    items.push(...page.items.filter(request.keep));
    after = page.next;
    if (after === undefined) remaining = remaining.slice(1);
    const next = remaining[0];
    if (items.length >= request.limit) return { items, nextCursor: next === undefined ? null : encode(next, after) };
  }
  return { items, nextCursor: null };
}

function queryInput(
  request: ListRequest,
  districtId: DistrictId,
  after: Record<string, unknown> | undefined,
  limit: number,
) {
  const [key, sort] = request.index === 'byList' ? ['listKey', 'listSort'] : ['queueKey', 'queueSort'];
  return {
    IndexName: request.index,
    KeyConditionExpression: request.since === undefined ? '#key = :key' : '#key = :key AND #sort >= :since',
    ExpressionAttributeNames: { '#key': key, ...(request.since === undefined ? {} : { '#sort': sort }) },
    ExpressionAttributeValues: {
      ':key': request.partition(districtId),
      ...(request.since === undefined ? {} : { ':since': request.since }),
    },
    ScanIndexForward: !(request.newestFirst ?? false),
    Limit: limit,
    ...(after === undefined ? {} : { ExclusiveStartKey: after }),
  };
}

const encode = (districtId: DistrictId, after: Record<string, unknown> | undefined): string =>
  Buffer.from(JSON.stringify({ districtId, after })).toString('base64url');

/** A cursor is the client's to keep, not to forge: it must stay in a district the caller may read. */
function decode(request: ListRequest): z.infer<typeof Cursor> {
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

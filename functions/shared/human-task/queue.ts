import type { Role } from '../auth/caller.ts';
import type { DistrictId } from '../kernel/identifier.ts';
import { dueKey, INDEXES, stateKey } from '../table/listing.ts';
import type { StoredItem, Table } from '../table/table.ts';

/** 待办: what waits for a person, as a capability's contract tells it. */
export interface Queue {
  /** Stable English name, e.g. `FILING_REVIEW`. */
  readonly name: string;
  readonly title: string;
  /** Whose work it is. */
  readonly roles: readonly Role[];
  /** The collection of its records. */
  readonly collection: string;
  /** The states in which they wait; absent where they wait by the day by which they are to be done. */
  readonly states?: readonly string[];
}

/** How much waits in a queue. */
export interface QueueCount {
  /** At most `MAX_COUNTED`, which then stands for that many or more. */
  readonly count: number;
  /** How many of them are past their day; at most `MAX_COUNTED`. */
  readonly overdue: number;
  /** `YYYY-MM-DD`; absent where nothing waits, or nothing by a day. */
  readonly oldestDueOn?: string;
}

/** A badge needs no more. */
export const MAX_COUNTED = 100;

/** Counts a queue in a district by its indexes; they lag by moments. @param today `YYYY-MM-DD` */
export async function countQueue(
  table: Table,
  districtId: DistrictId,
  { collection, states }: Queue,
  today: string,
): Promise<QueueCount> {
  if (!states) {
    const days = (await firstOf(table, 'byDue', dueKey(districtId, collection))).map((item) => String(item['dueSort']));
    const [oldestDueOn] = days;
    const overdue = days.filter((day) => day < today).length;
    return { count: days.length, overdue, ...(oldestDueOn !== undefined && { oldestDueOn }) };
  }
  const waiting = await Promise.all(
    states.map((state) => firstOf(table, 'byState', stateKey(districtId, collection, state))),
  );
  return { count: Math.min(waiting.flat().length, MAX_COUNTED), overdue: 0 };
}

async function firstOf(table: Table, index: 'byState' | 'byDue', key: string): Promise<StoredItem[]> {
  const { items } = await table.query({
    IndexName: index,
    KeyConditionExpression: '#key = :key',
    ExpressionAttributeNames: { '#key': INDEXES[index].key },
    ExpressionAttributeValues: { ':key': key },
    Limit: MAX_COUNTED,
  });
  return items;
}

import type { Role } from '../auth/caller.ts';
import type { DistrictId } from '../kernel/identifier.ts';
import { dueKey, stateKey } from '../table/listing.ts';
import type { Table } from '../table/table.ts';

/** 待办: what waits for a person, as a capability's contract tells it. */
export interface Queue {
  /** Stable English name, e.g. `FILING_REVIEW`. */
  readonly name: string;
  readonly title: string;
  /** Whose work it is. */
  readonly roles: readonly Role[];
  /** The collection of its records, and the states in which they wait. */
  readonly collection: string;
  readonly states: readonly string[];
  /** Whether what waits is listed by the day by which it is to be done. */
  readonly hasDue: boolean;
}

/** How much waits in a queue. */
export interface QueueCount {
  /** At most `MOST_COUNTED`, which then stands for that many or more. */
  readonly count: number;
  /** How many of them are past their day; at most `MOST_COUNTED`. */
  readonly overdue: number;
  /** `YYYY-MM-DD`; absent where nothing waits, or nothing by a day. */
  readonly oldestDueOn?: string;
}

/** A badge needs no more. */
export const MOST_COUNTED = 100;

/** Counts a queue in a district by its indexes; they lag by moments. @param today `YYYY-MM-DD` */
export async function countQueue(
  table: Table,
  districtId: DistrictId,
  { collection, states, hasDue }: Queue,
  today: string,
): Promise<QueueCount> {
  const due = dueKey(districtId, collection);
  const [waiting, overdue, oldest] = await Promise.all([
    Promise.all(states.map((state) => counted(table, 'byState', stateKey(districtId, collection, state)))),
    hasDue ? counted(table, 'byDue', due, today) : 0,
    hasDue ? oldestOf(table, due) : undefined,
  ]);
  const count = Math.min(
    waiting.reduce((sum, one) => sum + one, 0),
    MOST_COUNTED,
  );
  return { count, overdue, ...(oldest !== undefined && { oldestDueOn: oldest }) };
}

async function counted(table: Table, index: 'byState' | 'byDue', key: string, before?: string): Promise<number> {
  const name = index === 'byState' ? 'stateKey' : 'dueKey';
  const { items } = await table.query({
    IndexName: index,
    KeyConditionExpression: before === undefined ? `${name} = :key` : `${name} = :key AND dueSort < :before`,
    ExpressionAttributeValues: { ':key': key, ...(before !== undefined && { ':before': before }) },
    Limit: MOST_COUNTED,
  });
  return items.length;
}

async function oldestOf(table: Table, key: string): Promise<string | undefined> {
  const { items } = await table.query({
    IndexName: 'byDue',
    KeyConditionExpression: 'dueKey = :key',
    ExpressionAttributeValues: { ':key': key },
    Limit: 1,
  });
  return items[0]?.['dueSort'] as string | undefined;
}

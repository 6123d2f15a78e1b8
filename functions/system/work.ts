import { consolidationQueues } from '../consolidation/contract/index.ts';
import { creditQueues } from '../credit/contract/index.ts';
import { filingQueues } from '../filing/contract/index.ts';
import { interchangeQueues } from '../interchange/contract/index.ts';
import { marketQueues } from '../market/contract/index.ts';
import { peopleQueues } from '../people/contract/index.ts';
import type { Caller } from '../shared/auth/caller.ts';
import { ownBox, readMarks } from '../shared/human-task/box.ts';
import { countQueue, MAX_COUNTED, type Queue, type QueueCount } from '../shared/human-task/queue.ts';
import type { DistrictId } from '../shared/kernel/identifier.ts';
import type { Table } from '../shared/table/table.ts';
import { tradeQueues } from '../trade/contract/index.ts';

/** Every queue of every capability; what is not here has no badge. */
export const QUEUES: readonly Queue[] = [
  ...filingQueues,
  ...creditQueues,
  ...tradeQueues,
  ...consolidationQueues,
  ...interchangeQueues,
  ...peopleQueues,
  ...marketQueues,
];

interface Work extends QueueCount {
  readonly queue: string;
  readonly title: string;
}

/** What waits for a caller in districts, queue by queue, the unread notices last. @param today `YYYY-MM-DD` */
export async function workOf(
  table: Table,
  caller: Caller,
  districts: readonly DistrictId[],
  today: string,
): Promise<Work[]> {
  const own = QUEUES.filter(({ roles }) => roles.includes(caller.role));
  const [counted, notices] = await Promise.all([
    Promise.all(
      own.map(async (queue) => {
        const counts = await Promise.all(districts.map((id) => countQueue(table, caller, id, queue, today)));
        return { queue: queue.name, title: queue.title, ...counts.reduce(together, { count: 0, overdue: 0 }) };
      }),
    ),
    noticesOf(table, caller),
  ]);
  return [...counted, ...notices];
}

/** Notices of a caller lie in one box, whatever district is asked about. */
async function noticesOf(table: Table, caller: Caller): Promise<Work[]> {
  const box = ownBox(caller);
  if (!box) return [];
  const { unread } = await readMarks(table).unread(box, caller.sub);
  return [{ queue: 'NOTICES', title: '未读通知', count: unread, overdue: 0 }];
}

const together = (one: QueueCount, other: QueueCount): QueueCount => {
  const [oldestDueOn] = [one.oldestDueOn, other.oldestDueOn].filter((day) => day !== undefined).toSorted();
  return {
    count: Math.min(one.count + other.count, MAX_COUNTED),
    overdue: Math.min(one.overdue + other.overdue, MAX_COUNTED),
    ...(oldestDueOn !== undefined && { oldestDueOn }),
  };
};

import { creditQueues } from '../credit/contract/index.ts';
import { filingQueues } from '../filing/contract/index.ts';
import type { Caller } from '../shared/auth/caller.ts';
import { countQueue, MAX_COUNTED, type Queue, type QueueCount } from '../shared/human-task/queue.ts';
import type { DistrictId } from '../shared/kernel/identifier.ts';
import type { Table } from '../shared/table/table.ts';
import { tradeQueues } from '../trade/contract/index.ts';

/** Every queue of every capability; what is not here has no badge. */
export const QUEUES: readonly Queue[] = [...filingQueues, ...creditQueues, ...tradeQueues];

/** What waits for a caller in districts, queue by queue. @param today `YYYY-MM-DD` */
export const workOf = (table: Table, { role }: Caller, districts: readonly DistrictId[], today: string) =>
  Promise.all(
    QUEUES.filter(({ roles }) => roles.includes(role)).map(async (queue) => {
      const counts = await Promise.all(districts.map((id) => countQueue(table, id, queue, today)));
      return { queue: queue.name, title: queue.title, ...counts.reduce(together, { count: 0, overdue: 0 }) };
    }),
  );

const together = (one: QueueCount, other: QueueCount): QueueCount => {
  const [oldestDueOn] = [one.oldestDueOn, other.oldestDueOn].filter((day) => day !== undefined).toSorted();
  return {
    count: Math.min(one.count + other.count, MAX_COUNTED),
    overdue: Math.min(one.overdue + other.overdue, MAX_COUNTED),
    ...(oldestDueOn !== undefined && { oldestDueOn }),
  };
};

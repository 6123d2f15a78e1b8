import type { Queue } from '../../shared/human-task/queue.ts';

/** What waits for whoever uploaded a sheet. */
export const interchangeQueues: readonly Queue[] = [
  {
    name: 'IMPORT_FAILED',
    title: '清单登记中断待处理',
    roles: ['clerk', 'merchant', 'agent'],
    collection: 'IMPORTS',
    states: ['FAILED'],
  },
];

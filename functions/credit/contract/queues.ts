import type { Queue } from '../../shared/human-task/queue.ts';

/** What waits for those who decide appeals. */
export const creditQueues: readonly Queue[] = [
  {
    name: 'CREDIT_APPEAL',
    title: '信用异议与修复待决定',
    roles: ['reviewer', 'operator', 'centreHead'],
    collection: 'CREDIT_EVENTS',
  },
];

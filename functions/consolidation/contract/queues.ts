import type { Queue } from '../../shared/human-task/queue.ts';

/** What waits for those who consolidate, by the day of the cut-off. */
export const consolidationQueues: readonly Queue[] = [
  {
    name: 'CONSOLIDATION_MEASURES',
    title: '组货单待测量',
    roles: ['clerk', 'agent'],
    collection: 'CONSOLIDATIONS',
    dueIn: 'AWAITING_MEASURES',
  },
  {
    name: 'CONSOLIDATION_CONFIRMATION',
    title: '组货单待确认装箱',
    roles: ['clerk', 'agent'],
    collection: 'CONSOLIDATIONS',
    dueIn: 'PLANNED',
  },
];

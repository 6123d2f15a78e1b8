import type { Queue } from '../../shared/human-task/queue.ts';

/** Corrections that wait for the counter. */
export const peopleQueues: readonly Queue[] = [
  {
    name: 'PERSONAL_REQUEST',
    title: '个人信息更正待答复',
    roles: ['clerk', 'centreHead'],
    collection: 'PERSONAL_REQUESTS',
  },
];

import type { Queue } from '../../shared/human-task/queue.ts';

/** Claims of stalls that wait for the market's operator. */
export const marketQueues: readonly Queue[] = [
  {
    name: 'MARKET_CLAIM',
    title: '摊位及租期待确认',
    roles: ['market'],
    collection: 'MARKET_CLAIMS',
    states: ['OPEN'],
  },
];

import type { Queue } from '../../shared/human-task/queue.ts';

/** What waits for those who review trades. */
export const tradeQueues: readonly Queue[] = [
  {
    name: 'TRADE_REVIEW',
    title: '交易登记待复核',
    roles: ['reviewer', 'centreHead'],
    collection: 'TRADES',
    states: ['REVIEW'],
  },
];

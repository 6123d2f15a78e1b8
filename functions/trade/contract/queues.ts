import type { Queue } from '../../shared/human-task/queue.ts';

/** What waits for those who review trades, and for the consolidators to whom trades are offered. */
export const tradeQueues: readonly Queue[] = [
  {
    name: 'TRADE_REVIEW',
    title: '交易登记待复核',
    roles: ['reviewer', 'centreHead'],
    collection: 'TRADES',
    states: ['REVIEW'],
  },
  {
    name: 'TRADE_OFFER',
    title: '收到的交货待答复',
    roles: ['agent'],
    collection: 'TRADE_OFFERS',
    dueIn: 'OFFERED',
    ends: true,
    ofFirstOwner: true,
  },
];

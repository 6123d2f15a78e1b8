import type { Queue } from '../../shared/human-task/queue.ts';

/** [designed] Days ahead in which a term that ends is somebody's work: as early as the first notice of it. */
const TERM_DAYS = 30;

/** What waits for a reviewer of filings, for the centre's window, and for those who are filed. */
export const filingQueues: readonly Queue[] = [
  {
    name: 'FILING_REVIEW',
    title: '备案待审',
    roles: ['reviewer', 'operator', 'centreHead'],
    collection: 'FILINGS',
  },
  {
    name: 'FILING_SAMPLE',
    title: '备案事后抽查',
    roles: ['reviewer', 'centreHead'],
    collection: 'FILINGS',
    states: ['SAMPLE'],
  },
  {
    name: 'FILING_RETURNED',
    title: '备案退回待补正',
    roles: ['clerk', 'merchant', 'agent'],
    collection: 'FILINGS',
    dueIn: 'RETURNED',
  },
  {
    name: 'ENTITY_TERM',
    title: '主体备案即将到期',
    roles: ['clerk', 'merchant', 'agent'],
    collection: 'ENTITIES',
    ends: true,
    withinDays: TERM_DAYS,
  },
  {
    name: 'FILING_BATCH_FAILED',
    title: '批量备案中断待处理',
    roles: ['clerk', 'agent'],
    collection: 'FILING_BATCHES',
    states: ['FAILED'],
  },
];

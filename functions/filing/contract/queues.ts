import type { Queue } from '../../shared/human-task/queue.ts';

/** What waits for a reviewer of filings. */
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
];

import type { Screen } from '../site.ts';

export const filingScreens: readonly Screen[] = [
  {
    path: '/filing/review',
    title: '备案审核',
    roles: ['reviewer'],
    section: '备案',
    queue: 'FILING_REVIEW',
    load: () => import('./review-queue.tsx'),
  },
  {
    path: '/filing/new',
    title: '新备案',
    roles: ['clerk', 'merchant', 'agent'],
    section: '备案',
    load: () => import('./new-filing.tsx'),
  },
  {
    path: '/filing/new/:kind',
    title: '新备案',
    roles: ['clerk', 'merchant', 'agent'],
    load: () => import('./new-filing.tsx'),
  },
  {
    path: '/filing/filings',
    title: '备案申请',
    roles: ['clerk', 'reviewer', 'operator', 'agency', 'merchant', 'agent'],
    section: '备案',
    load: () => import('./filings.tsx'),
  },
  {
    path: '/filing/filings/:id',
    title: '备案申请',
    roles: ['clerk', 'reviewer', 'operator', 'agency', 'merchant', 'agent'],
    load: () => import('./filing.tsx'),
  },
  {
    path: '/filing/filings/:id/answer',
    title: '补正备案',
    roles: ['clerk', 'merchant', 'agent'],
    load: () => import('./answer.tsx'),
  },
  {
    path: '/filing/entities',
    title: '备案主体',
    roles: ['clerk', 'reviewer', 'operator', 'agency', 'merchant', 'agent'],
    section: '备案',
    load: () => import('./entities.tsx'),
  },
  {
    path: '/filing/entities/:id',
    title: '备案主体',
    roles: ['clerk', 'reviewer', 'operator', 'agency', 'merchant', 'agent'],
    load: () => import('./entity.tsx'),
  },
  {
    path: '/filing/entities/:id/:change',
    title: '备案事项',
    roles: ['clerk', 'merchant', 'agent', 'reviewer', 'operator'],
    load: () => import('./change.tsx'),
  },
];

import type { Screen } from '../site.ts';

const READERS = ['clerk', 'reviewer', 'operator', 'agency', 'agent', 'manager', 'centreHead'] as const;
const CONSOLIDATORS = ['clerk', 'agent'] as const;

export const consolidationScreens: readonly Screen[] = [
  {
    path: '/consolidation/open',
    title: '待组货交易',
    roles: ['clerk', 'agent', 'reviewer', 'operator', 'manager', 'centreHead'],
    section: '组货',
    load: () => import('./open.tsx'),
  },
  {
    path: '/consolidation/new',
    title: '新组货单',
    roles: CONSOLIDATORS,
    load: () => import('./new.tsx'),
  },
  {
    path: '/consolidation/consolidations',
    title: '组货单',
    roles: READERS,
    section: '组货',
    load: () => import('./consolidations.tsx'),
  },
  {
    path: '/consolidation/consolidations/:id',
    title: '组货单',
    roles: READERS,
    load: () => import('./consolidation.tsx'),
  },
  {
    path: '/consolidation/consolidations/:id/load',
    title: '装箱方案',
    roles: READERS,
    load: () => import('./load.tsx'),
  },
  {
    path: '/consolidation/consolidations/:id/confirm',
    title: '确认装箱',
    roles: CONSOLIDATORS,
    load: () => import('./confirm.tsx'),
  },
  {
    path: '/consolidation/consolidations/:id/amend',
    title: '变更方案',
    roles: CONSOLIDATORS,
    load: () => import('./amend.tsx'),
  },
];

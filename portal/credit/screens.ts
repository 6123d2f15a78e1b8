import { READING_ROLES } from '../../functions/shared/kernel/role.ts';
import type { Screen } from '../site.ts';

const RECORDERS = ['clerk', 'reviewer', 'operator', 'agency'] as const;

export const creditScreens: readonly Screen[] = [
  {
    path: '/credit/events',
    title: '信用信息',
    roles: READING_ROLES,
    section: '信用',
    queue: 'CREDIT_APPEAL',
    load: () => import('./events.tsx'),
  },
  { path: '/credit/events/new', title: '记录信用信息', roles: RECORDERS, load: () => import('./new-event.tsx') },
  { path: '/credit/events/:id', title: '信用信息', roles: READING_ROLES, load: () => import('./event.tsx') },
  { path: '/credit/events/:id/:appeal', title: '申诉', roles: READING_ROLES, load: () => import('./appeal.tsx') },
  { path: '/credit/entities/:id', title: '信用评价', roles: READING_ROLES, load: () => import('./entity.tsx') },
  {
    path: '/credit/scorecards',
    title: '评分卡',
    roles: READING_ROLES,
    section: '信用',
    load: () => import('./scorecards.tsx'),
  },
  {
    path: '/credit/scorecards/:version',
    title: '评分卡',
    roles: READING_ROLES,
    load: () => import('./scorecard.tsx'),
  },
  {
    path: '/credit/statistics',
    title: '信用统计',
    roles: READING_ROLES,
    section: '信用',
    load: () => import('./statistics.tsx'),
  },
];

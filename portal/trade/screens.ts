import { READING_ROLES } from '../../functions/shared/kernel/role.ts';
import type { Screen } from '../site.ts';

const FILERS = ['clerk', 'merchant', 'agent'] as const;
export const tradeScreens: readonly Screen[] = [
  {
    path: '/trade/review',
    title: '交易复核',
    roles: ['reviewer'],
    section: '交易',
    queue: 'TRADE_REVIEW',
    load: () => import('./review-queue.tsx'),
  },
  { path: '/trade/new', title: '登记交易', roles: FILERS, section: '交易', load: () => import('./new-trade.tsx') },
  { path: '/trade/trades', title: '交易', roles: READING_ROLES, section: '交易', load: () => import('./trades.tsx') },
  { path: '/trade/trades/:id', title: '交易', roles: READING_ROLES, load: () => import('./trade.tsx') },
  { path: '/trade/trades/:id/correct', title: '更正交易', roles: FILERS, load: () => import('./correct-trade.tsx') },
  { path: '/trade/trades/:id/measures', title: '箱规', roles: FILERS, load: () => import('./measures.tsx') },
  {
    path: '/trade/offers',
    title: '交货组货',
    roles: FILERS,
    section: '交易',
    queue: 'TRADE_OFFER',
    load: () => import('./offers.tsx'),
  },
  { path: '/trade/offers/new', title: '交给组货人', roles: FILERS, load: () => import('./new-offer.tsx') },
  { path: '/trade/offers/:id', title: '交货组货', roles: READING_ROLES, load: () => import('./offer.tsx') },
  {
    path: '/trade/statistics',
    title: '交易统计',
    roles: ['clerk', 'reviewer', 'operator', 'agency', 'manager', 'centreHead'],
    section: '交易',
    load: () => import('./statistics.tsx'),
  },
];

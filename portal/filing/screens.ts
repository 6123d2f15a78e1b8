import { READING_ROLES } from '../../functions/shared/kernel/role.ts';
import type { Screen } from '../site.ts';

/** Whoever is told how parties of other districts stand with their own. */
const OFFICES: Screen['roles'] = ['reviewer', 'clerk', 'centreHead', 'operator', 'manager', 'agency'];

/** Whoever reads the sheets of a centre: the one who uploads, the one who reviews, and who commits what is taken over. */
const BATCH_ROLES: Screen['roles'] = ['clerk', 'reviewer', 'agent', 'centreHead', 'operator'];

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
    roles: READING_ROLES,
    section: '备案',
    load: () => import('./filings.tsx'),
  },
  {
    path: '/filing/filings/:id',
    title: '备案申请',
    roles: READING_ROLES,
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
    roles: READING_ROLES,
    section: '备案',
    load: () => import('./entities.tsx'),
  },
  {
    path: '/filing/entities/:id',
    title: '备案主体',
    roles: READING_ROLES,
    load: () => import('./entity.tsx'),
  },
  {
    path: '/filing/entities/:id/:change',
    title: '备案事项',
    roles: ['clerk', 'merchant', 'agent', 'reviewer', 'operator'],
    load: () => import('./change.tsx'),
  },
  {
    path: '/filing/admissions',
    title: '互认',
    roles: OFFICES,
    section: '备案',
    load: () => import('./admissions.tsx'),
  },
  {
    path: '/filing/admissions/new',
    title: '办理互认',
    roles: ['reviewer'],
    load: () => import('./new-admission.tsx'),
  },
  {
    path: '/filing/admissions/:id',
    title: '互认',
    roles: OFFICES,
    load: () => import('./admission.tsx'),
  },
  {
    path: '/filing/goods',
    title: '商品备案',
    roles: READING_ROLES,
    section: '备案',
    load: () => import('./goods-list.tsx'),
  },
  {
    path: '/filing/goods/new',
    title: '备案商品',
    roles: ['clerk', 'merchant', 'agent'],
    load: () => import('./new-goods.tsx'),
  },
  {
    path: '/filing/goods/:id/amend',
    title: '变更商品',
    roles: ['clerk', 'merchant', 'agent'],
    load: () => import('./amend-goods.tsx'),
  },
  {
    path: '/filing/goods/:id',
    title: '商品备案',
    roles: READING_ROLES,
    load: () => import('./goods.tsx'),
  },
  {
    path: '/filing/agreements',
    title: '委托代理协议',
    roles: READING_ROLES,
    section: '备案',
    load: () => import('./agreements.tsx'),
  },
  {
    path: '/filing/agreements/new',
    title: '委托代理协议',
    roles: ['clerk', 'merchant', 'agent'],
    load: () => import('./new-agreement.tsx'),
  },
  {
    path: '/filing/agreements/:id',
    title: '委托代理协议',
    roles: READING_ROLES,
    load: () => import('./agreement.tsx'),
  },
  {
    path: '/filing/batches',
    title: '批量备案',
    roles: BATCH_ROLES,
    section: '备案',
    load: () => import('./batches.tsx'),
  },
  {
    path: '/filing/batches/:id',
    title: '批量备案',
    roles: BATCH_ROLES,
    load: () => import('./batch.tsx'),
  },
];

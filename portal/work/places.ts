import type { Role } from '../../functions/shared/auth/caller.ts';

interface Place {
  readonly path: string;
  readonly title: string;
  readonly roles: readonly Role[];
  /** The queues of `/v1/work` that are worked off there. */
  readonly queues?: readonly string[];
}

/** Where a day's work begins, role by role, in the order of the day. */
export const PLACES: readonly Place[] = [
  { path: '/filing/review', title: '审核备案', roles: ['reviewer'], queues: ['FILING_REVIEW'] },
  { path: '/filing/review?queue=SAMPLE', title: '备案事后抽查', roles: ['reviewer'], queues: ['FILING_SAMPLE'] },
  {
    path: '/filing/filings?status=PENDING_REVIEW',
    title: '待审的备案',
    roles: ['operator', 'centreHead'],
    queues: ['FILING_REVIEW'],
  },
  { path: '/filing/new', title: '新备案', roles: ['clerk', 'merchant', 'agent'] },
  {
    path: '/filing/filings?status=RETURNED',
    title: '退回待补正的备案',
    roles: ['clerk', 'merchant', 'agent'],
    queues: ['FILING_RETURNED'],
  },
  {
    path: '/people/requests?status=OPEN',
    title: '个人信息更正',
    roles: ['clerk', 'centreHead'],
    queues: ['PERSONAL_REQUEST'],
  },
  { path: '/system/audit', title: '审计记录', roles: ['operator', 'centreHead', 'inspector'] },
  { path: '/market/claims', title: '确认摊位', roles: ['market'], queues: ['MARKET_CLAIM'] },
  { path: '/market/stalls', title: '摊位名册', roles: ['market', 'inspector'] },
  { path: '/market/stalls?state=VACATED', title: '腾退的摊位', roles: ['clerk', 'reviewer'] },
  { path: '/trade/review', title: '复核交易', roles: ['reviewer'], queues: ['TRADE_REVIEW'] },
  {
    path: '/credit/events',
    title: '信用异议与修复',
    roles: ['reviewer', 'operator', 'centreHead'],
    queues: ['CREDIT_APPEAL'],
  },
  { path: '/trade/new', title: '登记交易', roles: ['clerk', 'merchant', 'agent'] },
  { path: '/trade/imports', title: '上传联网清单', roles: ['clerk', 'merchant', 'agent'], queues: ['IMPORT_FAILED'] },
  { path: '/trade/offers', title: '交货组货', roles: ['clerk', 'merchant', 'agent'], queues: ['TRADE_OFFER'] },
  { path: '/filing/goods/new', title: '备案商品', roles: ['clerk', 'merchant', 'agent'] },
  { path: '/filing/batches', title: '批量备案', roles: ['clerk', 'agent'], queues: ['FILING_BATCH_FAILED'] },
  { path: '/trade/statistics', title: '交易统计', roles: ['operator', 'agency', 'manager', 'centreHead'] },
  { path: '/consolidation/open', title: '待组货交易', roles: ['clerk', 'agent'] },
  {
    path: '/consolidation/consolidations?status=AWAITING_MEASURES',
    title: '待测量的组货单',
    roles: ['clerk', 'agent'],
    queues: ['CONSOLIDATION_MEASURES'],
  },
  {
    path: '/consolidation/consolidations?status=PLANNED',
    title: '待确认装箱的组货单',
    roles: ['clerk', 'agent'],
    queues: ['CONSOLIDATION_CONFIRMATION'],
  },
  {
    path: '/consolidation/consolidations',
    title: '组货单',
    roles: ['reviewer', 'operator', 'agency', 'manager', 'centreHead'],
  },
];

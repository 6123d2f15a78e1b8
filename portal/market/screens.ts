import type { Screen } from '../site.ts';

/** Whoever reads what the markets of a district keep. */
const READERS = ['market', 'clerk', 'reviewer', 'centreHead', 'operator', 'manager', 'inspector'] as const;

export const marketScreens: readonly Screen[] = [
  {
    path: '/market/claims',
    title: '摊位确认',
    roles: ['market', 'clerk', 'reviewer', 'centreHead', 'operator'],
    section: '市场',
    queue: 'MARKET_CLAIM',
    load: () => import('./claims.tsx'),
  },
  { path: '/market/stalls', title: '摊位名册', roles: READERS, section: '市场', load: () => import('./stalls.tsx') },
  { path: '/market/stalls/new', title: '登记摊位', roles: ['market'], load: () => import('./new-stalls.tsx') },
  { path: '/market/stalls/sheet', title: '上传名册', roles: ['market'], load: () => import('./stall-sheet.tsx') },
  { path: '/market/goods', title: '认定商品', roles: READERS, section: '市场', load: () => import('./goods.tsx') },
  { path: '/market/goods/list', title: '改认定商品', roles: ['market'], load: () => import('./goods-list.tsx') },
];

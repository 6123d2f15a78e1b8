import type { Screen } from '../site.ts';

const EVERYBODY = ['clerk', 'reviewer', 'operator', 'agency', 'merchant', 'agent', 'manager', 'centreHead'] as const;

export const referenceScreens: readonly Screen[] = [
  { path: '/reference', title: '参考数据', roles: EVERYBODY, section: '系统', load: () => import('./lists.tsx') },
  { path: '/reference/:list', title: '参考数据', roles: EVERYBODY, load: () => import('./list.tsx') },
  {
    path: '/reference/:list/versions/:version',
    title: '版本',
    roles: ['operator'],
    load: () => import('./version.tsx'),
  },
];

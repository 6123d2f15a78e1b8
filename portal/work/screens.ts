import type { Screen } from '../site.ts';

export const workScreens: readonly Screen[] = [
  {
    path: '/',
    title: '工作台',
    roles: ['clerk', 'reviewer', 'operator', 'agency', 'merchant', 'agent', 'manager', 'centreHead'],
    section: '工作',
    load: () => import('./home.tsx'),
  },
];

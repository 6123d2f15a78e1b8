import type { Screen } from '../site.ts';

export const noticesScreens: readonly Screen[] = [
  {
    path: '/notices',
    title: '站内通知',
    roles: ['clerk', 'reviewer', 'operator', 'merchant', 'agent'],
    section: '工作',
    queue: 'NOTICES',
    load: () => import('./notices.tsx'),
  },
];

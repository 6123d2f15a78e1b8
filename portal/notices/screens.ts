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
  {
    path: '/notices/settings',
    title: '通知设置',
    roles: ['merchant', 'agent'],
    section: '系统',
    load: () => import('./settings.tsx'),
  },
  {
    path: '/notices/deliveries',
    title: '通知送达',
    roles: ['operator'],
    section: '系统',
    load: () => import('./deliveries.tsx'),
  },
];

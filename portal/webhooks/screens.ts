import type { Screen } from '../site.ts';

/** Whoever may have a machine that listens. */
const OWNERS = ['clerk', 'operator', 'agency', 'merchant', 'agent'] as const;

export const webhooksScreens: readonly Screen[] = [
  { path: '/webhooks', title: '订阅推送', roles: OWNERS, section: '系统', load: () => import('./webhooks.tsx') },
  { path: '/webhooks/new', title: '登记推送地址', roles: OWNERS, load: () => import('./new-webhook.tsx') },
  { path: '/webhooks/:id', title: '订阅推送', roles: OWNERS, load: () => import('./webhook.tsx') },
  { path: '/webhooks/:id/change', title: '改推送地址', roles: OWNERS, load: () => import('./change-webhook.tsx') },
];

import type { Screen } from '../site.ts';

const KEEPERS = ['operator', 'centreHead', 'clerk', 'merchant', 'agent'] as const;

export const accountsScreens: readonly Screen[] = [
  { path: '/accounts', title: '账户', roles: KEEPERS, section: '系统', load: () => import('./accounts.tsx') },
  { path: '/accounts/new', title: '开户', roles: KEEPERS, load: () => import('./new-account.tsx') },
  { path: '/accounts/:sub', title: '账户', roles: KEEPERS, load: () => import('./account.tsx') },
];

import { READING_ROLES } from '../../functions/shared/kernel/role.ts';
import type { Screen } from '../site.ts';

const SUBMITTERS = ['clerk', 'merchant', 'agent'] as const;

export const interchangeScreens: readonly Screen[] = [
  {
    path: '/trade/imports',
    title: '联网清单',
    roles: SUBMITTERS,
    section: '交易',
    queue: 'IMPORT_FAILED',
    load: () => import('./imports.tsx'),
  },
  { path: '/trade/imports/:id', title: '联网清单', roles: SUBMITTERS, load: () => import('./import.tsx') },
  {
    path: '/trade/exports',
    title: '导出清单',
    roles: READING_ROLES,
    section: '交易',
    load: () => import('./exports.tsx'),
  },
  {
    path: '/interchange',
    title: '报文状态',
    roles: ['clerk', 'operator', 'agent'],
    section: '系统',
    load: () => import('./messages.tsx'),
  },
];

import { READING_ROLES } from '../../functions/shared/kernel/role.ts';
import type { Screen } from '../site.ts';

export const referenceScreens: readonly Screen[] = [
  { path: '/reference', title: '参考数据', roles: READING_ROLES, section: '系统', load: () => import('./lists.tsx') },
  { path: '/reference/:list', title: '参考数据', roles: READING_ROLES, load: () => import('./list.tsx') },
  {
    path: '/reference/:list/versions/:version',
    title: '版本',
    roles: ['operator'],
    load: () => import('./version.tsx'),
  },
];

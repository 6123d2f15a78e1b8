import { READING_ROLES } from '../../functions/shared/kernel/role.ts';
import type { Screen } from '../site.ts';

export const workScreens: readonly Screen[] = [
  {
    path: '/',
    title: '工作台',
    roles: READING_ROLES,
    section: '工作',
    load: () => import('./home.tsx'),
  },
];

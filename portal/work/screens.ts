import { DESK_ROLES } from '../shell/desk-roles.ts';
import type { Screen } from '../site.ts';

export const workScreens: readonly Screen[] = [
  {
    path: '/',
    title: '工作台',
    roles: DESK_ROLES,
    section: '工作',
    load: () => import('./home.tsx'),
  },
];

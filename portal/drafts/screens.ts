import { DESK_ROLES } from '../shell/desk-roles.ts';
import type { Screen } from '../site.ts';

export const draftsScreens: readonly Screen[] = [
  { path: '/drafts', title: '我的草稿', roles: DESK_ROLES, section: '工作', load: () => import('./drafts.tsx') },
];

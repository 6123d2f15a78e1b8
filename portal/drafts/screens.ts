import { READING_ROLES } from '../../functions/shared/kernel/role.ts';
import type { Screen } from '../site.ts';

export const draftsScreens: readonly Screen[] = [
  { path: '/drafts', title: '我的草稿', roles: READING_ROLES, section: '工作', load: () => import('./drafts.tsx') },
];

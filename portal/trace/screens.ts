import { READING_ROLES } from '../../functions/shared/kernel/role.ts';
import type { Screen } from '../site.ts';

export const traceScreens: readonly Screen[] = [
  { path: '/trace', title: '源头追溯', roles: READING_ROLES, section: '监管', load: () => import('./trace.tsx') },
  { path: '/trace/:number', title: '源头追溯', roles: READING_ROLES, load: () => import('./trace.tsx') },
];

import type { Screen } from '../site.ts';

export const systemScreens: readonly Screen[] = [
  { path: '/system', title: '运行状况', roles: ['operator'], section: '系统', load: () => import('./health.tsx') },
];

import { AUDITORS } from '../kit/auditors.ts';
import type { Screen } from '../site.ts';

export const systemScreens: readonly Screen[] = [
  { path: '/system', title: '运行状况', roles: ['operator'], section: '系统', load: () => import('./health.tsx') },
  {
    path: '/system/audit',
    title: '审计记录',
    roles: AUDITORS,
    section: '监管',
    load: () => import('./audit.tsx'),
  },
  {
    path: '/system/executions',
    title: '失败的执行',
    roles: ['operator'],
    section: '系统',
    load: () => import('./executions.tsx'),
  },
  {
    path: '/system/dead-letters',
    title: '未送达的事件',
    roles: ['operator'],
    section: '系统',
    load: () => import('./dead-letters.tsx'),
  },
];

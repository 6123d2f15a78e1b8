import type { Screen } from '../site.ts';

const EVERYBODY = ['clerk', 'reviewer', 'operator', 'agency', 'merchant', 'agent', 'manager', 'centreHead'] as const;

export const traceScreens: readonly Screen[] = [
  { path: '/trace', title: '源头追溯', roles: EVERYBODY, section: '监管', load: () => import('./trace.tsx') },
  { path: '/trace/:number', title: '源头追溯', roles: EVERYBODY, load: () => import('./trace.tsx') },
];

import type { Screen } from '../site.ts';

const READERS = ['merchant', 'agent', 'clerk', 'reviewer', 'operator', 'centreHead'] as const;
const ASKERS = ['merchant', 'agent', 'clerk'] as const;

export const peopleScreens: readonly Screen[] = [
  {
    path: '/people/requests',
    title: '个人信息请求',
    roles: READERS,
    section: '备案',
    queue: 'PERSONAL_REQUEST',
    load: () => import('./requests.tsx'),
  },
  { path: '/people/requests/new', title: '提出请求', roles: ASKERS, load: () => import('./new-request.tsx') },
  { path: '/people/requests/:id', title: '个人信息请求', roles: READERS, load: () => import('./request.tsx') },
  { path: '/people/views/:id', title: '查阅记录', roles: READERS, load: () => import('./views.tsx') },
];

import { ROLES } from '../../shared/auth/caller.ts';
import { contract } from '../../shared/http/contract.ts';
import { MeJson } from './answers.ts';

export const meApi = contract({
  readMe: {
    method: 'GET',
    path: '/v1/me',
    summary:
      'Who has signed in, as what the request acts, and as what else it could: `X-Acting-Assignment` names an assignment by ' +
      'its id; without it the one that was made first acts. It answers too whoever has no assignment or is suspended 我的账户',
    roles: ROLES,
    withoutAssignment: true,
    success: { status: 200, schema: MeJson },
    problems: [],
  },
});

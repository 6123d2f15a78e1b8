import type { Caller } from '../../shared/auth/caller.ts';
import type { Operations } from '../../shared/http/api.ts';
import { notFound, Problem } from '../../shared/http/problem.ts';
import type { Assignment } from '../../shared/kernel/assignment.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { says } from '../../shared/kernel/finding.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import type { AccountsApi } from '../contract/index.ts';
import { type Account, confirmed, ended, isLive, MAX_ASSIGNMENTS, proposed } from '../domain/account.ts';
import { mayConfirm, mayGive } from '../domain/powers.ts';
import { hasPost } from '../domain/request.ts';
import { keeping, OWN } from '../services/keeping.ts';

type Own = Pick<Operations<AccountsApi>, 'assign' | 'confirmAssignment' | 'endAssignment'>;

/** Gives, confirms and ends what accounts may act as. */
export function assignmentOperations(runtime: Runtime): Own {
  const { visible, begun, changed } = keeping(runtime);
  return {
    assign: async ({ caller, params, body, at }) => {
      const before = await visible(caller, params['sub']);
      if (caller.sub === before.data.sub) throw new Problem('FORBIDDEN', OWN);
      const assignment = await begun(caller, body, at, '');
      if (hasPost(before.data, assignment)) {
        throw new Problem('DUPLICATE', says('该账户已有相同的岗位', '请先结束原岗位，或不必再派'));
      }
      if (before.data.assignments.filter(isLive).length >= MAX_ASSIGNMENTS) {
        throw new Problem('WRONG_STATE', says(`该账户已有 ${MAX_ASSIGNMENTS} 个岗位`, '请先结束不再需要的'));
      }
      const action = assignment.state === 'PROPOSED' ? 'PROPOSE' : 'ASSIGN';
      return changed(proposed(before.data, assignment), before, caller, { at, action, reasons: [assignment.role] });
    },

    confirmAssignment: async ({ caller, params, at }) => {
      const before = await visible(caller, params['sub']);
      const assignment = assignmentIn(before, caller, params['id']);
      if (!mayConfirm(caller, before.data, assignment)) {
        const [what, remedy] = ['您提出的岗位须由另一人确认，您也须有权派出这个岗位', '请由另一位有权的人员确认'];
        throw new Problem('FORBIDDEN', says(what, remedy));
      }
      if (assignment.state !== 'PROPOSED')
        throw new Problem('WRONG_STATE', says('这个岗位不在待确认状态', '请刷新后查看'));
      const data = confirmed(before.data, assignment.assignmentId, caller.sub);
      return changed(data, before, caller, { at, action: 'CONFIRM', reasons: [assignment.role] });
    },

    endAssignment: async ({ caller, params, body, at }) => {
      const before = await visible(caller, params['sub']);
      const assignment = assignmentIn(before, caller, params['id']);
      if (caller.role !== 'operator' && !mayGive(caller, assignment)) {
        throw new Problem('FORBIDDEN', says('您不能结束这个岗位', '请由有权派出它的人员办理'));
      }
      if (!isLive(assignment)) throw new Problem('WRONG_STATE', says('这个岗位已经结束', '请刷新后查看'));
      const data = ended(before.data, assignment.assignmentId, caller.sub, dayInChina(at));
      return changed(data, before, caller, { at, action: 'END', reasons: [assignment.role, body.reason] });
    },
  };
}

/** An assignment of another person. @throws Problem NOT_FOUND, FORBIDDEN */
function assignmentIn({ data }: Stored<Account>, caller: Caller, id: string | undefined): Assignment {
  const found = data.assignments.find(({ assignmentId }) => assignmentId === id);
  if (!found) throw notFound();
  if (caller.sub === data.sub) throw new Problem('FORBIDDEN', OWN);
  return found;
}

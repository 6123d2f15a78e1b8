import type { Caller } from '../../shared/auth/caller.ts';
import type { Answer } from '../../shared/http/api.ts';
import { notFound, Problem, ruleViolation } from '../../shared/http/problem.ts';
import { etag } from '../../shared/http/schemas.ts';
import type { Assignment } from '../../shared/kernel/assignment.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { says } from '../../shared/kernel/finding.ts';
import { identifier } from '../../shared/kernel/identifier.ts';
import { ROLE_NAMES } from '../../shared/kernel/role.ts';
import { placesOf } from '../../shared/reference/lists/tenants.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import { accountToJson } from '../contract/account-json.ts';
import type { AssignmentRequest } from '../contract/accounts.ts';
import { type Account, isOperator } from '../domain/account.ts';
import { CONFIRMED_ROLES, mayGive, mayManage, maySeeAccount } from '../domain/powers.ts';
import { postFindings } from '../domain/request.ts';
import { type AccountCause, accountWrites, operatorsAfter } from '../store/accounts.ts';
import { accountStore } from '../store/index.ts';

export type Json = ReturnType<typeof accountToJson>;

/** Nobody changes what they themselves may act as. */
export const OWN = says('不能变更自己的账户', '请由另一位有权的人员办理');

/** What every route asks that changes an account: whether the caller may, and what the change writes. */
export function keeping(runtime: Runtime) {
  const store = accountStore(runtime.table);

  const shown = async (stored: Stored<Account>, caller: Caller, at: string): Promise<Json> =>
    accountToJson(stored, caller, (await runtime.reference.at(at)).tenants, dayInChina(at));

  /** @throws Problem NOT_FOUND, the same of an account that is not there and of one that the caller may not know of */
  const visible = async (caller: Caller, sub = ''): Promise<Stored<Account>> => {
    const found = await store.account(sub);
    if (!found || !maySeeAccount(caller, found.data)) throw notFound();
    return found;
  };

  /** An account that the caller looks after as a whole. */
  const managed = async (caller: Caller, sub: string | undefined): Promise<Stored<Account>> => {
    const found = await visible(caller, sub);
    if (mayManage(caller, found.data)) return found;
    throw new Problem(
      'FORBIDDEN',
      caller.sub === found.data.sub ? OWN : says('该账户还有您无权办理的岗位', '请由其负责人或市级管理员办理'),
    );
  };

  /** The assignment that is asked for, as it begins. @throws Problem FORBIDDEN, RULE_VIOLATION */
  const begun = async (caller: Caller, asked: AssignmentRequest, at: string, pointer: string): Promise<Assignment> => {
    const today = dayInChina(at);
    const post = { ...asked, districtId: asked.districtId ?? caller.districtId, from: asked.from ?? today };
    if (!mayGive(caller, post)) {
      const what = `您不能派“${ROLE_NAMES[post.role]}”的岗位，或不能派给该区县、该主体`;
      throw new Problem('FORBIDDEN', says(what, '请由有权的人员办理'));
    }
    const party = post.entityId === undefined ? undefined : (await store.parties([post.entityId])).get(post.entityId);
    const { tenants } = await runtime.reference.at(at);
    const findings = postFindings(post, placesOf(tenants), party, today, pointer);
    if (findings.length > 0) throw ruleViolation(findings);
    return {
      ...post,
      assignmentId: identifier('assignment', post.districtId, runtime.newUlid()),
      state: CONFIRMED_ROLES.has(post.role) ? 'PROPOSED' : 'ACTIVE',
      proposedBy: caller.sub,
    };
  };

  /** @throws Problem WRONG_STATE where the change would leave the city without an operator */
  const changed = async (
    data: Account,
    before: Stored<Account> | undefined,
    caller: Caller,
    cause: Omit<AccountCause, 'actor'>,
  ): Promise<Answer<Json>> => {
    const today = dayInChina(cause.at);
    const was = before !== undefined && isOperator(before.data, today);
    const operators = was === isOperator(data, today) ? undefined : await store.operators();
    if (was && operators && operatorsAfter(data, operators, today).length === 0) {
      throw new Problem('WRONG_STATE', says('这是最后一位市级管理员', '请先派出并确认另一位市级管理员'));
    }
    const { writes, after } = accountWrites(data, before, operators, { ...cause, actor: caller }, today);
    return { body: await shown(after, caller, cause.at), headers: etag(after.version), writes };
  };

  return { shown, visible, managed, begun, changed };
}

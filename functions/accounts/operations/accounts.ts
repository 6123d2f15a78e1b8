import { isCityWide, isParty } from '../../shared/auth/caller.ts';
import type { Operations } from '../../shared/http/api.ts';
import { Problem, ruleViolation, secondFactorMissing } from '../../shared/http/problem.ts';
import { etag } from '../../shared/http/schemas.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { danger, says } from '../../shared/kernel/finding.ts';
import { CITY, identifier } from '../../shared/kernel/identifier.ts';
import type { Runtime } from '../../shared/runtime.ts';
import { accountToJson } from '../contract/account-json.ts';
import type { AccountsApi } from '../contract/index.ts';
import type { Account } from '../domain/account.ts';
import { maySeeAccount, needsSecondFactor } from '../domain/powers.ts';
import { type Credentials, CredentialsUnavailable, credentialsFrom } from '../services/credentials.ts';
import { type Json, keeping } from '../services/keeping.ts';
import { accountStore } from '../store/index.ts';

type Own = Pick<
  Operations<AccountsApi>,
  'listAccounts' | 'openAccount' | 'getAccount' | 'issueOneTimeCode' | 'listAccountNames'
>;

/** [designed] Pages of a list's members that are sifted for a rare state before the rest is the next page's. */
const MAX_PAGES = 20;

/** Opens accounts, shows them, has their pass phrases reset. */
export function accountOperations(
  runtime: Runtime,
  credentialsOf: () => Credentials | undefined = credentialsFrom(),
): Own {
  const store = accountStore(runtime.table);
  const { shown, visible, managed, begun, changed } = keeping(runtime);

  return {
    listAccounts: async ({ caller, query, at }) => {
      const { limit, cursor, entityId, role, state, assignment } = query;
      const empty = { body: { items: [], nextCursor: null } };
      const districtId = query.districtId ?? caller.districtId;
      if (!isCityWide(caller) && districtId !== caller.districtId) return empty;
      if (isParty(caller) && (caller.entityId === undefined || (entityId ?? caller.entityId) !== caller.entityId)) {
        return empty;
      }
      const members = { districtId, entityId: isParty(caller) ? caller.entityId : entityId };
      const { tenants } = await runtime.reference.at(at);
      const today = dayInChina(at);
      const items: Json[] = [];
      let after = cursor;
      for (let pages = 0; pages < MAX_PAGES; pages += 1) {
        const { subs, isMore } = await store.members(members, limit - items.length, after);
        const found = await store.accounts(subs);
        items.push(
          ...found
            .filter(({ data }) => maySeeAccount(caller, data) && (state === undefined || data.state === state))
            .map((one) => accountToJson(one, caller, tenants, today))
            .filter(({ assignments }) => (role ?? assignment) === undefined || assignments.some(matches)),
        );
        after = isMore ? subs.at(-1) : undefined;
        if (after === undefined || items.length >= limit) break;
      }
      return { body: { items, nextCursor: after ?? null } };

      function matches(one: Json['assignments'][number]): boolean {
        return (role === undefined || one.role === role) && (assignment === undefined || one.state === assignment);
      }
    },

    openAccount: async ({ caller, body, at }) => {
      const credentials = credentialsOf();
      if (body.sub === undefined && !credentials) throw ruleViolation([danger('SUB_REQUIRED', '/sub', FOREIGN_SUB)]);
      const assignment = await begun(caller, body.assignment, at, '/assignment');
      const { districtId, state } = assignment;
      const sub = body.sub ?? identifier('account', districtId, runtime.newUlid());
      if (await store.account(sub)) {
        throw new Problem('DUPLICATE', says('这个登录标识已有账户', '请在该账户上派岗'));
      }
      const account: Account = { sub, name: body.name, districtId, state: 'ACTIVE', assignments: [assignment] };
      const isNew = body.sub === undefined && credentials !== undefined;
      const opened = isNew ? { ...account, code: { at, by: caller.sub, reason: OPENED } } : account;
      const reasons = [assignment.role, state];
      const answer = await changed(opened, undefined, caller, { at, action: 'OPEN', reasons });
      return {
        ...answer,
        headers: { ...answer.headers, Location: `/v1/accounts/${encodeURIComponent(sub)}` },
        ...(isNew && { afterwards: handOut(credentials, opened) }),
      };
    },

    getAccount: async ({ caller, params, at }) => {
      const stored = await visible(caller, params['sub']);
      return { body: await shown(stored, caller, at), headers: etag(stored.version) };
    },

    issueOneTimeCode: async ({ caller, person, params, body, at }) => {
      const before = await managed(caller, params['sub']);
      // With the code another second factor is set up: whoever has it could decide in the other's name.
      if (needsSecondFactor(before.data) && person.lacksSecondFactor) throw secondFactorMissing();
      const credentials = credentialsOf();
      if (!credentials) throw new Problem('WRONG_STATE', FOREIGN_PASS_PHRASE);
      if (before.data.state === 'SUSPENDED') throw new Problem('WRONG_STATE', says('这个账户已停用', '请先恢复账户'));
      const data = { ...before.data, code: { at, by: caller.sub, reason: body.reason } };
      const reasons = ['LICENCE_SEEN', body.reason];
      return {
        ...(await changed(data, before, caller, { at, action: 'ISSUE_CODE', reasons })),
        afterwards: handOut(credentials, data),
      };
    },

    listAccountNames: async ({ caller, query }) => {
      const isNear = ({ districtId, assignments }: Account): boolean =>
        [districtId, ...assignments.map((one) => one.districtId)].some((id) => id === CITY || id === caller.districtId);
      const found = await store.accounts(query.subs);
      const told = found.filter(({ data }) => isCityWide(caller) || isNear(data));
      return { body: { items: told.map(({ data: { sub, name } }) => ({ sub, name })) } };
    },
  };
}

/** What hands out a one-time code once it is recorded. */
const handOut = (credentials: Credentials, account: Account) => async () => {
  try {
    const { sub, name, districtId } = account;
    const secondFactorRequired = needsSecondFactor(account);
    const issued = await credentials.issueCode({ sub, name, districtId, secondFactorRequired });
    return { loginName: issued.loginName, code: issued.code, codeExpiresAt: issued.expiresAt };
  } catch (cause) {
    if (!(cause instanceof CredentialsUnavailable)) throw cause;
    const said = says('已登记，但登录服务没有应答，没有得到一次性代码', '请稍后在该账户上重置口令');
    throw new Problem('UNAVAILABLE', said, [], { cause });
  }
};

/** Why the first code of an account was handed out. */
const OPENED = '开户';

const FOREIGN_SUB = says('口令由统一身份认证平台管理，开户须写明其中的登录标识', '请填写登录标识');

const FOREIGN_PASS_PHRASE = says('口令由统一身份认证平台管理，本系统不能重置', '请在该平台重置；岗位仍在本系统办理');

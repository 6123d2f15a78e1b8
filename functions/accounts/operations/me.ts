import type { Operations } from '../../shared/http/api.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { ROLE_NAMES } from '../../shared/kernel/role.ts';
import type { Runtime } from '../../shared/runtime.ts';
import { assignmentToJson, districtName, entityToJson } from '../contract/account-json.ts';
import type { AccountsApi } from '../contract/index.ts';
import { accountStore } from '../store/index.ts';

/** Tells whoever has signed in who they are. */
export function meOperations(runtime: Runtime): Pick<Operations<AccountsApi>, 'readMe'> {
  const store = accountStore(runtime.table);
  return {
    readMe: async ({ caller, person, idle, at }) => {
      const today = dayInChina(at);
      const [{ tenants }, account] = await Promise.all([runtime.reference.at(at), store.account(person.sub)]);
      const acting = idle === undefined ? caller : undefined;
      const own = account?.data.assignments ?? [];
      const parties = await store.parties(
        [...own, ...(acting ? [acting] : [])].flatMap(({ entityId = [] }) => entityId),
      );
      const entityOf = ({ entityId = '' }: { readonly entityId?: string | undefined }) => {
        const party = parties.get(entityId);
        return party && { entity: entityToJson(party) };
      };
      const name = account?.data.name ?? person.name;
      const { sub: _sub, ...post } = caller;
      return {
        body: {
          sub: person.sub,
          ...(name !== undefined && { name }),
          ...(account && { state: account.data.state }),
          ...(acting && {
            acting: {
              ...post,
              roleName: ROLE_NAMES[acting.role],
              districtName: districtName(acting.districtId, tenants),
              ...entityOf(acting),
            },
          }),
          ...(idle && { idle }),
          secondFactor: !person.lacksSecondFactor,
          assignments: account
            ? own.map((one) => ({
                ...assignmentToJson(one, account.data, tenants, today),
                roleName: ROLE_NAMES[one.role],
                ...entityOf(one),
              }))
            : [],
        },
      };
    },
  };
}

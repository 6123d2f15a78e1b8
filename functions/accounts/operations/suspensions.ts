import type { Operations } from '../../shared/http/api.ts';
import { Problem } from '../../shared/http/problem.ts';
import { says } from '../../shared/kernel/finding.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { AccountsApi } from '../contract/index.ts';
import { lifted, suspended } from '../domain/account.ts';
import { keeping } from '../services/keeping.ts';

/** Suspends accounts, and lifts that. The issuer is told by an event. */
export function suspensionOperations(
  runtime: Runtime,
): Pick<Operations<AccountsApi>, 'suspendAccount' | 'liftSuspension'> {
  const { managed, changed } = keeping(runtime);
  return {
    suspendAccount: async ({ caller, params, body, at }) => {
      const before = await managed(caller, params['sub']);
      if (before.data.state === 'SUSPENDED') throw new Problem('WRONG_STATE', says('这个账户已经停用', '请刷新后查看'));
      return changed(suspended(before.data, body.reason), before, caller, {
        at,
        action: 'SUSPEND',
        reasons: [body.reason],
      });
    },

    liftSuspension: async ({ caller, params, body, at }) => {
      const before = await managed(caller, params['sub']);
      if (before.data.state === 'ACTIVE') throw new Problem('WRONG_STATE', says('这个账户没有停用', '请刷新后查看'));
      return changed(lifted(before.data), before, caller, { at, action: 'LIFT', reasons: [body.reason] });
    },
  };
}

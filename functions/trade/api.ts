import { type Caller, maySee } from '../shared/auth/caller.ts';
import { districtsOf } from '../shared/auth/scope.ts';
import { restApi } from '../shared/http/api.ts';
import { notFound, Problem, ruleViolation } from '../shared/http/problem.ts';
import { etag } from '../shared/http/schemas.ts';
import { identifier } from '../shared/kernel/identifier.ts';
import { awsRuntime, type Runtime } from '../shared/runtime.ts';
import type { Actor } from '../shared/table/audit.ts';
import { tradeApi } from './contract.ts';
import { dayInChina } from './domain/day.ts';
import { register } from './domain/register.ts';
import type { TradeRequest } from './domain/request.ts';
import type { Trade } from './domain/trade.ts';
import { tradeStore } from './store.ts';
import { detailOf, summaryOf } from './view.ts';

export const build = (runtime: Runtime) => {
  const store = tradeStore(runtime.table);

  const visible = async (caller: Caller, id: string) => {
    const stored = await store.load(id);
    if (stored === undefined || !maySee(caller, scopeOf(stored.data))) throw notFound();
    return stored;
  };

  return restApi(
    tradeApi,
    {
      registerTrade: async ({ caller, body, acceptedWarnings, at }) => {
        requireOwnTrade(caller, body);
        const { districtId } = caller;
        const registration = register(body, await store.filed(districtId, body), {
          id: identifier('trade', districtId, runtime.newUlid()),
          districtId,
          day: dayInChina(at),
          acceptedWarnings,
        });
        if ('refused' in registration) throw ruleViolation(registration.refused);
        const { trade } = registration;
        const { after, writes } = store.register(trade, { actor: actorOf(caller), at, action: 'REGISTER' });
        return {
          body: summaryOf(after),
          headers: { ...etag(after.version), Location: `/v1/trades/${trade.id}` },
          writes,
        };
      },

      readTrade: async ({ caller, params }) => {
        const stored = await visible(caller, params['id'] ?? '');
        return { body: detailOf(stored), headers: etag(stored.version) };
      },

      listTrades: async ({ caller, query: { destinationCountry, districtId, ...query } }) => {
        const page = await store.list({
          ...query,
          districts: districtsOf(caller, districtId),
          keep: (trade) =>
            maySee(caller, scopeOf(trade)) &&
            (destinationCountry === undefined || trade.destinationCountry === destinationCountry),
        });
        return { body: { items: page.items.map(summaryOf), nextCursor: page.nextCursor } };
      },

      withdrawTrade: async ({ caller, params, at }) => {
        const stored = await visible(caller, params['id'] ?? '');
        const { state, consolidationId } = await store.ledger(stored.data.id);
        if (state === 'WITHDRAWN') throw new Problem('WRONG_STATE', `交易 ${stored.data.id} 已经撤回，无须再次办理`);
        if (state === 'RESERVED') {
          throw new Problem(
            'WRONG_STATE',
            `交易 ${stored.data.id} 的货物在组货单 ${consolidationId} 中，不能撤回；请先由组货人解除该组货单`,
          );
        }
        const { after, writes } = store.withdraw(stored, { actor: actorOf(caller), at, action: 'WITHDRAW' });
        return { body: summaryOf(after), headers: etag(after.version), writes };
      },
    },
    runtime,
  );
};

export const handler = build(awsRuntime());

const scopeOf = (trade: Trade) => ({
  districtId: trade.districtId,
  parties: [trade.merchant.id, ...(trade.tradeOperatorId === undefined ? [] : [trade.tradeOperatorId])],
});

const actorOf = (caller: Caller): Actor => ({ sub: caller.sub, role: caller.role });

/** The merchant or the trade operator enters its own trade (国家税务总局公告2015年第89号第五条); a clerk enters any of the district. */
function requireOwnTrade(caller: Caller, { merchantId, tradeOperatorId }: TradeRequest): void {
  if (caller.role === 'merchant' && caller.entityId !== merchantId) {
    throw new Problem(
      'FORBIDDEN',
      `市场经营户只能登记自己的交易；merchantId 应为 ${caller.entityId ?? '令牌中的 entityId'}`,
    );
  }
  if (caller.role === 'agent' && (caller.entityId === undefined || caller.entityId !== tradeOperatorId)) {
    throw new Problem(
      'FORBIDDEN',
      `市场采购贸易经营者只能登记委托给自己的交易；tradeOperatorId 应为 ${caller.entityId ?? '令牌中的 entityId'}`,
    );
  }
}

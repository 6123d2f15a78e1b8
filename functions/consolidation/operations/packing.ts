import { sha256 } from '../../shared/digest.ts';
import type { Operations } from '../../shared/http/api.ts';
import { Problem, ruleViolation } from '../../shared/http/problem.ts';
import { etag } from '../../shared/http/schemas.ts';
import { requireVersion } from '../../shared/http/version.ts';
import { says } from '../../shared/kernel/finding.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { packingApi } from '../contract/packing.ts';
import { packingToJson } from '../contract/packing-json.ts';
import { type Consolidation, knownAs, LOADABLE, LOADED } from '../domain/consolidation.ts';
import { confirmLoaded, hasLoaded } from '../domain/loaded/confirm.ts';
import { differenceFrom } from '../domain/loaded/difference.ts';
import { isRefused, type ListToJudge, toldOf } from '../domain/loaded/judge.ts';
import type { LoadedList } from '../domain/loaded/list.ts';
import { listFindings } from '../domain/loaded/list-findings.ts';
import { sealStands } from '../domain/rules/loaded/seal-stands.ts';
import type { TradeSnapshot } from '../domain/trade.ts';
import { holdContainers } from '../services/hold.ts';
import { judgeLoadedOnThread } from '../services/loaded-thread.ts';
import { requireOwn, requireUndeclared } from '../services/permission.ts';
import { readableIn, requireStatus, tradesHeld } from '../services/reading.ts';
import { useSeals } from '../services/seals.ts';
import { consolidationStore } from '../store/index.ts';

/** What was loaded, which stands in the place of any plan. */
export function packingOperations(runtime: Runtime): Operations<typeof packingApi> {
  const store = consolidationStore(runtime.table);
  const readable = readableIn(store);

  const judge = async (
    { districtId }: Consolidation,
    createdAt: string,
    list: LoadedList,
    trades: readonly TradeSnapshot[],
  ) => {
    const { containerTypes, declarationRules, dangerousGoods, segregation } = await runtime.reference.at(createdAt);
    // Only what is asked of the lists is copied to the thread.
    const lists: ListToJudge['lists'] = { containerTypes, declarationRules, dangerousGoods, segregation };
    return judgeLoadedOnThread({ list, trades, districtId, lists });
  };

  return {
    recordPacking: async ({ caller, params, body, expectedVersion, at }) => {
      const stored = await readable(caller, params['id']);
      const { data } = stored;
      requireOwn(caller, data.consolidatorId);
      const trades = await tradesHeld(store, data);
      const plan = await store.plan(stored);
      const difference = plan && differenceFrom(plan.load, body, trades);
      if (
        hasLoaded(data) &&
        LOADED.includes(data.status) &&
        sha256((await store.loaded(stored))?.list) === sha256(body)
      ) {
        const judged = await judge(data, stored.createdAt, body, trades);
        return { body: packingToJson(data, body, trades, judged, difference), headers: etag(stored.version) };
      }
      requireVersion(stored, expectedVersion, says(`组货单 ${knownAs(data)} 已被他人修改`, '请重新读取后再报送'));
      requireStatus(data, LOADABLE, '报送装箱清单');
      requireUndeclared(trades, '更改装箱');
      const lists = await runtime.reference.at(stored.createdAt);
      const unfounded = [...listFindings(data, trades, body, lists), ...sealStands(data, body)];
      if (unfounded.length > 0) throw ruleViolation(unfounded);
      const judged = await judge(data, stored.createdAt, body, trades);
      if (isRefused(judged)) throw ruleViolation([...judged.findings]);
      const { consolidationTerms } = await runtime.reference.at(at);
      const holds = await holdContainers(store, caller, data, body.containers, at, consolidationTerms);
      const seals = await useSeals(store, data.id, body, at, consolidationTerms);
      const confirmed = confirmLoaded(data, body, at);
      const { declared } = judged;
      const cause = {
        actor: caller,
        at,
        action: 'CONFIRM',
        reasons: [`按装箱清单第 ${confirmed.loaded.version} 版确认`],
      } as const;
      return {
        body: packingToJson(confirmed, body, trades, judged, difference),
        headers: etag(stored.version + 1),
        findings: toldOf(judged),
        writes: [
          ...store.confirmLoaded(confirmed, stored, cause, {
            list: body,
            trades: [...trades],
            ...('plan' in declared && { declared: declared.plan }),
          }),
          ...holds,
          ...seals,
        ],
      };
    },

    getPacking: async ({ caller, params }) => {
      const stored = await readable(caller, params['id']);
      const { data, createdAt, version } = stored;
      const document = await store.loaded(stored);
      if (!hasLoaded(data) || !document) {
        const fact = `组货单 ${knownAs(data)} 没有装箱清单`;
        throw new Problem('WRONG_STATE', says(fact, '装箱后请报送装箱清单'));
      }
      // What was released is shown as it was; what is in force is judged by what is known now.
      const trades = LOADED.includes(data.status) ? await tradesHeld(store, data) : document.trades;
      const plan = await store.plan(stored);
      const judged = await judge(data, createdAt, document.list, trades);
      const difference = plan && differenceFrom(plan.load, document.list, trades);
      return { body: packingToJson(data, document.list, trades, judged, difference), headers: etag(version) };
    },
  };
}

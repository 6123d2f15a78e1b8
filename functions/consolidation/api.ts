import { type Caller, maySee } from '../shared/auth/caller.ts';
import { districtsOf } from '../shared/auth/scope.ts';
import { restApi } from '../shared/http/api.ts';
import { notFound, Problem, ruleViolation } from '../shared/http/problem.ts';
import { etag } from '../shared/http/schemas.ts';
import { dayInChina } from '../shared/kernel/china-time.ts';
import type { DistrictId } from '../shared/kernel/identifier.ts';
import { identifier } from '../shared/kernel/identifier.ts';
import { awsRuntime, type Runtime } from '../shared/runtime.ts';
import type { Stored } from '../shared/table/aggregate.ts';
import type { Actor } from '../shared/table/audit.ts';
import { consolidationApi } from './contract.ts';
import { combinationSheet } from './documents/combination-sheet.ts';
import { answerIn } from './documents/forms.ts';
import { loadingPlan } from './documents/loading-plan.ts';
import { packingList } from './documents/packing-list.ts';
import type { Planned } from './documents/planned.ts';
import { vgm } from './documents/vgm.ts';
import { admit } from './domain/admission.ts';
import { amend } from './domain/amendment.ts';
import { amendmentFindings } from './domain/amendment-findings.ts';
import { known } from './domain/application.ts';
import { confirmationFindings } from './domain/confirmation.ts';
import {
  AMENDABLE,
  type Consolidation,
  MAX_SUGGESTED,
  PRINTABLE,
  RELEASABLE,
  type Status,
} from './domain/consolidation.ts';
import { rulesOn } from './domain/declaration-rules.ts';
import { draft } from './domain/draft.ts';
import { measured } from './domain/measured.ts';
import { suggest } from './domain/suggestion.ts';
import type { TradeSnapshot } from './domain/trade.ts';
import { apply } from './operations/apply.ts';
import { holdContainers } from './operations/hold.ts';
import { executionName, startOf } from './planning.ts';
import { consolidationStore } from './store.ts';
import { suggestionsJson } from './suggestion-view.ts';
import { consolidationJson, summaryJson } from './view.ts';

export const build = (runtime: Runtime) => {
  const store = consolidationStore(runtime.table);

  const visible = async (caller: Caller, id: string): Promise<Stored<Consolidation>> => {
    const stored = await store.load(id);
    if (!stored || !maySee(caller, scopeOf(stored.data))) throw notFound();
    return stored;
  };

  /** A consolidation that may be printed, with its plan. */
  const plannedFor = async (caller: Caller, id: string, action: string): Promise<Planned> => {
    const stored = await visible(caller, id);
    const { data: consolidation } = stored;
    requireStatus(consolidation, PRINTABLE, action);
    const [plan, trades] = await Promise.all([planOf(stored), tradesOf(consolidation)]);
    const buyers = plan.declared.declarations.map(({ buyerId }) => buyerId);
    const { districtId, consolidatorId, tradeOperatorId } = consolidation;
    const parties = await store.parties(districtId, [consolidatorId, tradeOperatorId, ...buyers]);
    return { consolidation, trades, parties, ...plan };
  };

  const planOf = async (stored: Stored<Consolidation>) => {
    const plan = await store.plan(stored);
    if (!plan) throw new Error(`consolidation ${stored.data.id} is ${stored.data.status} without a plan`);
    return plan;
  };

  /** The trades that a consolidation holds, with cartons as last measured. */
  const tradesOf = async ({ tradeIds, measures }: Consolidation) => {
    const snapshots = await store.trades(tradeIds);
    return measured(
      snapshots.filter((trade) => trade !== undefined),
      measures,
    );
  };

  const suggestionsIn = async (
    districtId: DistrictId,
    { destinationCountry, portOfDischarge, cutoffAt }: Wanted,
    at: string,
    districts: number,
  ) => {
    const trades = await store.openTrades(
      districtId,
      MAX_SUGGESTED,
      at,
      (trade) =>
        (destinationCountry === undefined || trade.destinationCountry === destinationCountry) &&
        (portOfDischarge === undefined || trade.portOfDischarge === portOfDischarge),
    );
    const standings = await store.standings(districtId, [...new Set(trades.map(({ merchantId }) => merchantId))]);
    const situation = { trades, standings, rules: rulesOn(dayInChina(at)), cutoffAt, at };
    const suggested = suggest({ ...situation, seconds: SUGGESTION_SECONDS / districts }, () => performance.now());
    return suggestionsJson(suggested);
  };

  const execution = ({ id, planning }: Consolidation) => {
    const name = executionName(id, planning);
    return { name, arn: runtime.executionArn('consolidation', name) };
  };

  return restApi(
    consolidationApi,
    {
      createConsolidation: async ({ caller, body, at }) => {
        requireOwn(caller, body.consolidatorId);
        const { districtId } = caller;
        const application = await apply(store, districtId, body, at);
        const findings = admit(application);
        if (findings.length > 0) throw ruleViolation(findings);
        const unmeasured = new Set(application.trades.flatMap((one) => (one.unmeasured ? [one.tradeId] : [])));
        const id = identifier('consolidation', districtId, runtime.newUlid());
        const data = draft(
          id,
          districtId,
          body,
          known(application).map(({ snapshot }) => snapshot),
        );
        return {
          body: { id, status: data.status, execution: execution(data) },
          headers: { Location: `/v1/consolidations/${id}`, ...etag(1) },
          writes: store.create(data, { actor: actorOf(caller), at, action: 'CREATE' }, startOf(data), unmeasured),
        };
      },

      suggestConsolidations: async ({ caller, query, at }) => {
        if (query.cutoffAt !== undefined && Date.parse(query.cutoffAt) <= Date.parse(at)) {
          throw new Problem('BAD_PARAMETER', `截关时间 ${query.cutoffAt} 已过，请改为其后的航次`);
        }
        const districts = districtsOf(caller, query.districtId);
        const found = await Promise.all(
          districts.map((districtId) => suggestionsIn(districtId, query, at, districts.length)),
        );
        return { body: { items: found.flatMap(({ items }) => items), left: found.flatMap(({ left }) => left) } };
      },

      getConsolidation: async ({ caller, params }) => {
        const stored = await visible(caller, params['id'] ?? '');
        const plan = await store.plan(stored);
        return {
          body: consolidationJson(stored, execution(stored.data), plan?.load, plan?.declared),
          headers: etag(stored.version),
        };
      },

      listConsolidations: async ({ caller, query: { districtId, ...query }, at }) => {
        const page = await store.list({
          ...query,
          at,
          districts: districtsOf(caller, districtId),
          keep: (consolidation) => maySee(caller, scopeOf(consolidation)),
        });
        return { body: { ...page, items: page.items.map(summaryJson) } };
      },

      confirmConsolidation: async ({ caller, params, body, at }) => {
        const stored = await visible(caller, params['id'] ?? '');
        const { data } = stored;
        requireOwn(caller, data.consolidatorId);
        requireStatus(data, ['PLANNED'], '确认装箱');
        const findings = confirmationFindings(data, body);
        if (findings.length > 0) throw ruleViolation(findings);
        const holds = await holdContainers(store, caller, data.id, body, at);
        const confirmed: Consolidation = {
          ...data,
          status: 'CONFIRMED',
          seals: body.containers,
          confirmedAt: at,
          failure: undefined,
        };
        return {
          body: { id: data.id, status: confirmed.status },
          headers: etag(stored.version + 1),
          writes: [
            ...store.change(confirmed, stored, { actor: actorOf(caller), at, action: 'CONFIRM' }, await planOf(stored)),
            ...holds,
          ],
        };
      },

      amendConsolidation: async ({ caller, params, body, expectedVersion, at }) => {
        const stored = await visible(caller, params['id'] ?? '');
        const { data } = stored;
        requireOwn(caller, data.consolidatorId);
        if (stored.version !== expectedVersion) {
          throw new Problem('PRECONDITION_FAILED', `组货 ${data.id} 已被他人修改；请重新读取后再变更`);
        }
        const from = requireStatus(data, AMENDABLE, '变更方案');
        const trades = await tradesOf(data);
        requireUndeclared(trades, '变更方案');
        const findings = amendmentFindings(data, trades, body);
        if (findings.length > 0) throw ruleViolation(findings);
        const amended = amend(data, from, body);
        const cause = { actor: actorOf(caller), at, action: 'AMEND', reasons: [body.reason] } as const;
        return {
          body: { id: data.id, status: amended.status, execution: execution(amended) },
          headers: { Location: `/v1/consolidations/${data.id}`, ...etag(stored.version + 1) },
          writes: store.start(amended, stored, cause, startOf(amended)),
        };
      },

      releaseConsolidation: async ({ caller, params, body, at }) => {
        const stored = await visible(caller, params['id'] ?? '');
        const { data } = stored;
        requireOwn(caller, data.consolidatorId);
        requireStatus(data, RELEASABLE, '释放');
        requireUndeclared(await tradesOf(data), '释放');
        const released: Consolidation = { ...data, status: 'CANCELLED', releaseReason: body.reason };
        const cause = { actor: actorOf(caller), at, action: 'RELEASE', reasons: [body.reason] } as const;
        return {
          body: { id: data.id, status: released.status },
          headers: etag(stored.version + 1),
          writes: store.giveBack(released, stored, cause, await store.ledgers(data.tradeIds)),
        };
      },

      getPackingList: async ({ caller, params, accept, baseUrl }) => {
        const planned = await plannedFor(caller, params['id'] ?? '', '打印装箱清单');
        return answerIn(packingList(planned, traceOf(baseUrl, planned.consolidation.id)), accept);
      },

      getCombinationSheet: async ({ caller, params, accept, baseUrl }) => {
        const planned = await plannedFor(caller, params['id'] ?? '', '打印组货单');
        return answerIn(combinationSheet(planned, traceOf(baseUrl, planned.consolidation.id)), accept);
      },

      getLoadingPlan: async ({ caller, params, query, accept, baseUrl }) => {
        const planned = await plannedFor(caller, params['id'] ?? '', '打印装箱作业图');
        const { id, seals } = planned.consolidation;
        const number = seals?.find(({ no }) => no === query.container)?.containerNumber;
        return answerIn(loadingPlan(planned, query.container, traceOf(baseUrl, number ?? id)), accept);
      },

      getVgm: async ({ caller, params, accept, baseUrl }) => {
        const planned = await plannedFor(caller, params['id'] ?? '', '打印 VGM 声明');
        return answerIn(vgm(planned, traceOf(baseUrl, planned.consolidation.id)), accept);
      },
    },
    runtime,
  );
};

/** What of the open trades is asked about. */
interface Wanted {
  readonly destinationCountry?: string | undefined;
  readonly portOfDischarge?: string | undefined;
  readonly cutoffAt?: string | undefined;
}

/** Of search in one answer, which a person waits for. */
const SUGGESTION_SECONDS = 4;

/** Where whoever scans a document can follow its goods. */
const traceOf = (baseUrl: string, subject: string): string => `${baseUrl}/v1/traces/${subject}`;

const scopeOf = ({ districtId, consolidatorId, tradeOperatorId }: Consolidation) => ({
  districtId,
  parties: [consolidatorId, tradeOperatorId],
});

const actorOf = ({ sub, role }: Caller): Actor => ({ sub, role });

/** An agent acts for its own consolidator only; a clerk for every one of the district. */
function requireOwn(caller: Caller, consolidatorId: string): void {
  if (caller.role === 'agent' && caller.entityId !== consolidatorId) {
    throw new Problem('FORBIDDEN', '代理只能以本企业为组货人办理；请核对 consolidatorId，或由服务中心窗口代办');
  }
}

/** The status, where it is one in which that may be done. */
function requireStatus<S extends Status>({ id, status }: Consolidation, allowed: readonly S[], action: string): S {
  const found = allowed.find((one) => one === status);
  if (found !== undefined) return found;
  throw new Problem('WRONG_STATE', `组货 ${id} 的状态为 ${status}，只有 ${allowed.join('、')} 可以${action}`);
}

/** What customs has been told is not changed here alone. */
function requireUndeclared(trades: readonly TradeSnapshot[], action: string): void {
  const declared = trades.filter(({ status }) => status === 'DECLARED' || status === 'CLEARED');
  if (declared.length === 0) return;
  const ids = declared.map(({ tradeId }) => tradeId).join('、');
  throw new Problem('WRONG_STATE', `交易 ${ids} 已向海关申报，不能${action}；请先向海关办理改单或撤单`);
}

export const handler = build(awsRuntime());

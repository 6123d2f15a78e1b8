import { type Caller, maySee } from '../shared/auth/caller.ts';
import { districtsOf } from '../shared/auth/scope.ts';
import { restApi } from '../shared/http/api.ts';
import { notFound, Problem, ruleViolation } from '../shared/http/problem.ts';
import { etag } from '../shared/http/schemas.ts';
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
import { known } from './domain/application.ts';
import { confirmationFindings } from './domain/confirmation.ts';
import { type Consolidation, PRINTABLE, RELEASABLE, type Status } from './domain/consolidation.ts';
import { draft } from './domain/draft.ts';
import { apply } from './operations/apply.ts';
import { holdContainers } from './operations/hold.ts';
import { consolidationStore } from './store.ts';
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
    const [load, declared, snapshots] = await Promise.all([
      store.loadResult(stored),
      store.declarationResult(stored),
      store.trades(consolidation.tradeIds),
    ]);
    if (!load || !declared) throw new Error(`consolidation ${id} is ${consolidation.status} without a plan`);
    const buyers = declared.declarations.map(({ buyerId }) => buyerId);
    const { districtId, consolidatorId, tradeOperatorId } = consolidation;
    const parties = await store.parties(districtId, [consolidatorId, tradeOperatorId, ...buyers]);
    return { consolidation, trades: snapshots.filter((trade) => trade !== undefined), parties, load, declared };
  };

  const execution = (id: string) => {
    const name = executionName(id);
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
        const id = identifier('consolidation', districtId, runtime.newUlid());
        const data = draft(
          id,
          districtId,
          body,
          known(application).map(({ snapshot }) => snapshot),
        );
        return {
          body: { id, status: data.status, execution: execution(id) },
          headers: { Location: `/v1/consolidations/${id}`, ...etag(1) },
          writes: store.create(
            data,
            { actor: actorOf(caller), at, action: 'CREATE' },
            {
              type: 'start',
              workflow: 'consolidation',
              executionName: executionName(id),
              input: { consolidationId: id },
            },
          ),
        };
      },

      getConsolidation: async ({ caller, params }) => {
        const stored = await visible(caller, params['id'] ?? '');
        const planned = stored.data.plan !== undefined;
        const [load, declared] = planned
          ? await Promise.all([store.loadResult(stored), store.declarationResult(stored)])
          : [];
        return {
          body: consolidationJson(stored, execution(stored.data.id), load, declared),
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
        const confirmed: Consolidation = { ...data, status: 'CONFIRMED', seals: body.containers, confirmedAt: at };
        return {
          body: { id: data.id, status: confirmed.status },
          headers: etag(stored.version + 1),
          writes: [...store.change(confirmed, stored, { actor: actorOf(caller), at, action: 'CONFIRM' }), ...holds],
        };
      },

      releaseConsolidation: async ({ caller, params, body, at }) => {
        const stored = await visible(caller, params['id'] ?? '');
        const { data } = stored;
        requireOwn(caller, data.consolidatorId);
        requireStatus(data, RELEASABLE, '释放');
        const released: Consolidation = { ...data, status: 'CANCELLED', releaseReason: body.reason };
        const cause = { actor: actorOf(caller), at, action: 'RELEASE', reasons: [body.reason] } as const;
        return {
          body: { id: data.id, status: released.status },
          headers: etag(stored.version + 1),
          writes: store.giveBack(released, stored, cause),
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

/** One consolidation is planned once, so its id names the execution. */
const executionName = (id: string): string => `${id}-1`;

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

function requireStatus({ id, status }: Consolidation, allowed: readonly Status[], action: string): void {
  if (allowed.includes(status)) return;
  throw new Problem('WRONG_STATE', `组货 ${id} 的状态为 ${status}，只有 ${allowed.join('、')} 可以${action}`);
}

export const handler = build(awsRuntime());

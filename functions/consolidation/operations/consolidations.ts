import { type Caller, isParty } from '../../shared/auth/caller.ts';
import { districtsOf } from '../../shared/auth/scope.ts';
import type { Operations } from '../../shared/http/api.ts';
import { ruleViolation } from '../../shared/http/problem.ts';
import { etag } from '../../shared/http/schemas.ts';
import { requireVersion } from '../../shared/http/version.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { says } from '../../shared/kernel/finding.ts';
import { identifier } from '../../shared/kernel/identifier.ts';
import { prefixOf } from '../../shared/numbers/numbers.ts';
import type { Runtime } from '../../shared/runtime.ts';
import { consolidationToJson, summaryToJson, versionToJson } from '../contract/consolidation-json.ts';
import type { consolidationsApi } from '../contract/consolidations.ts';
import { amend } from '../domain/amendment.ts';
import { amendmentFindings } from '../domain/amendment-findings.ts';
import { heldBy, known } from '../domain/application.ts';
import { confirmationFindings } from '../domain/confirmation.ts';
import { AMENDABLE, type Consolidation, knownAs, MOVABLE, RELEASABLE } from '../domain/consolidation.ts';
import { draft } from '../domain/draft.ts';
import { admit } from '../domain/rules/index.ts';
import { apply } from '../services/apply.ts';
import { holdContainers } from '../services/hold.ts';
import { requireOwn, requireUndeclared } from '../services/permission.ts';
import { executionOf, startOf } from '../services/planning.ts';
import { planInForce, readableIn, requireStatus, requireUnloaded, tradesHeld } from '../services/reading.ts';
import { rearranged } from '../services/rearranged.ts';
import { consolidationStore } from '../store/index.ts';

/** A consolidation from its application to its release. */
export function consolidationOperations(runtime: Runtime): Operations<typeof consolidationsApi> {
  const store = consolidationStore(runtime.table);
  const readable = readableIn(store);
  return {
    createConsolidation: async ({ caller, messageId, body, at }) => {
      if (caller.entityId !== body.tradeOperatorId) requireOwn(caller, body.consolidatorId);
      const { districtId } = caller;
      const lists = await runtime.reference.at(at);
      // An agent without an entity is nobody's, and has no right to anything.
      const by = { agentId: caller.role === 'agent' ? (caller.entityId ?? '') : undefined, messageId };
      const application = await apply(store, districtId, body, by, at, lists);
      const findings = admit(application);
      if (findings.length > 0) throw ruleViolation(findings);
      const unmeasured = new Set(application.trades.flatMap((one) => (one.unmeasured ? [one.tradeId] : [])));
      const id = identifier('consolidation', districtId, runtime.newUlid());
      // Taken last: what is refused takes none.
      const consolidationNumber = await store.takeNumber(districtId, prefixOf('consolidation', lists), dayInChina(at));
      const trades = known(application).map(({ snapshot }) => snapshot);
      const data = { ...draft({ id, consolidationNumber, districtId }, body, trades), ...heldBy(application) };
      return {
        body: { id, status: data.status, execution: executionOf(runtime, data) },
        headers: { Location: `/v1/consolidations/${id}`, ...etag(1) },
        writes: store.create(data, { actor: caller, at, action: 'CREATE' }, startOf(data), unmeasured),
      };
    },

    getConsolidation: async ({ caller, params }) => {
      const stored = await readable(caller, params['id']);
      const plan = await store.plan(stored);
      return {
        body: consolidationToJson(stored, executionOf(runtime, stored.data), plan?.load, plan?.declared),
        headers: etag(stored.version),
      };
    },

    listConsolidations: async ({ caller, query: { districtId, ...query }, at }) => {
      const ownOnly = isParty(caller);
      if (ownOnly && caller.entityId === undefined) return { body: { items: [], nextCursor: null } };
      const page = await store.list({
        ...query,
        at,
        districts: districtsOf(caller, districtId, (await runtime.reference.at(at)).tenants),
        party: ownOnly ? caller.entityId : undefined,
      });
      return { body: { ...page, items: page.items.map(summaryToJson) } };
    },

    listConsolidationVersions: async ({ caller, params }) => {
      const stored = await readable(caller, params['id']);
      const versions = await store.versions(stored);
      return { body: { items: versions.map((version) => versionToJson(version, stored.createdAt)) } };
    },

    confirmConsolidation: async ({ caller, params, body, at }) => {
      const stored = await readable(caller, params['id']);
      const { data } = stored;
      requireOwn(caller, data.consolidatorId);
      requireStatus(data, ['PLANNED'], '确认装箱');
      const findings = confirmationFindings(data, body);
      if (findings.length > 0) throw ruleViolation(findings);
      const { consolidationTerms } = await runtime.reference.at(at);
      const holds = await holdContainers(store, caller, data, body.containers, at, consolidationTerms);
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
          ...store.change(
            confirmed,
            stored,
            { actor: caller, at, action: 'CONFIRM' },
            await planInForce(store, stored),
          ),
          ...holds,
        ],
      };
    },

    amendConsolidation: async ({ caller, params, body, expectedVersion, at }) => {
      const stored = await readable(caller, params['id']);
      const { data } = stored;
      requireOwn(caller, data.consolidatorId);
      requireVersion(stored, expectedVersion, says(`组货单 ${knownAs(data)} 已被他人修改`, '请重新读取后再变更'));
      const isMove = body.moves.length > 0;
      const action = isMove ? '移动货箱' : '变更方案';
      // What is confirmed stands in the container as it is.
      const from = requireStatus(data, isMove ? MOVABLE : AMENDABLE, action);
      requireUnloaded(data, action);
      const trades = await tradesHeld(store, data);
      requireUndeclared(trades, action);
      const lists = await runtime.reference.at(stored.createdAt);
      const findings = amendmentFindings(data, trades, body, lists);
      if (findings.length > 0) throw ruleViolation(findings);
      const load = isMove ? await rearranged(store, stored, trades, body, lists) : undefined;
      const amended = amend(data, from, body);
      const cause = { actor: caller, at, action: 'AMEND', reasons: [body.reason] } as const;
      return {
        body: { id: data.id, status: amended.status, execution: executionOf(runtime, amended) },
        headers: { Location: `/v1/consolidations/${data.id}`, ...etag(stored.version + 1) },
        writes: store.start(amended, stored, cause, startOf(amended), load),
      };
    },

    releaseConsolidation: async ({ caller, params, body, at }) => {
      const stored = await readable(caller, params['id']);
      const { data } = stored;
      if (!isOfOperator(caller, data)) requireOwn(caller, data.consolidatorId);
      requireStatus(data, RELEASABLE, '释放');
      requireUndeclared(await tradesHeld(store, data), '释放');
      const released: Consolidation = { ...data, status: 'CANCELLED', releaseReason: body.reason };
      const cause = { actor: caller, at, action: 'RELEASE', reasons: [body.reason] } as const;
      return {
        body: { id: data.id, status: released.status },
        headers: etag(stored.version + 1),
        writes: store.giveBack(released, stored, cause, await store.ledgers(data.tradeIds)),
      };
    },
  };
}

/** Whether the trade operator has consolidated by its own right alone: then it may undo it. */
const isOfOperator = ({ entityId }: Caller, { tradeOperatorId, held = [] }: Consolidation): boolean =>
  entityId === tradeOperatorId && held.length > 0 && held.every(({ basis }) => basis === 'OPERATOR');

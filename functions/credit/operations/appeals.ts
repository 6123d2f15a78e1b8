import type { Caller } from '../../shared/auth/caller.ts';
import type { Operations } from '../../shared/http/api.ts';
import { Problem, ruleViolation } from '../../shared/http/problem.ts';
import { requireVersion } from '../../shared/http/version.ts';
import { takeOrRefuse } from '../../shared/human-task/take.ts';
import { decided } from '../../shared/human-task/task.ts';
import { chinaTime } from '../../shared/kernel/china-time.ts';
import { type Finding, type Said, says } from '../../shared/kernel/finding.ts';
import type { Message } from '../../shared/outbox/message.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Stored, Task } from '../../shared/table/aggregate.ts';
import type { CreditApi } from '../contract/index.ts';
import { type AppealKind, openAppeal, roundOf } from '../domain/appeal.ts';
import { type CreditEvent, disputed, objectionDecided, repairDecided, repairRequested } from '../domain/event.ts';
import { CREDIT_EVENT_STATUS_NAMES } from '../domain/names.ts';
import { objection, objectionFindings } from '../domain/objection.ts';
import { repair, repairDecisionFindings, repairFindings } from '../domain/repair.ts';
import { startOf } from '../services/appeals.ts';
import { accepted, indicatorOf, scoringOf, visibleEvent } from '../services/event.ts';
import { today } from '../services/scoring.ts';
import { creditStore } from '../store/index.ts';
import { scorecardStore } from '../store/scorecards.ts';

type Appeals = Pick<
  Operations<CreditApi>,
  'objectToCreditEvent' | 'decideObjection' | 'requestRepair' | 'decideRepair' | 'takeAppeal'
>;

/** Objections to facts and their repair: each asked for by one side and decided by another. */
export function appealOperations(runtime: Runtime): Appeals {
  const store = creditStore(runtime.table);
  const cards = scorecardStore(runtime.table);

  const changed = (
    before: Stored<CreditEvent>,
    event: CreditEvent,
    actor: Caller,
    at: string,
    action: string,
    reasons: readonly string[],
    kind: AppealKind,
  ) => {
    const version = before.version + 1;
    const { messages: asked, task } = handedOn(before, event, version, kind);
    const cause = { actor, at, action, reasons, messages: [scoringOf(event, version), ...asked], task };
    return { ...accepted(runtime, event, version), writes: store.change(event, before, cause) };
  };

  return {
    objectToCreditEvent: async ({ caller, params, body, at }) => {
      const before = await visibleEvent(store, caller, params);
      const { data } = before;
      if (data.objection) throw new Problem('WRONG_STATE', '对这条记录已提出过异议；同一记录只能提出一次');
      expectStatus(data, 'RECORDED', '提出异议');
      const { creditTerms } = await runtime.reference.at(at);
      refuse(objectionFindings(data.recordedAt, indicatorOf(data, await cards.published()), today(at), creditTerms));
      const event = disputed(data, objection(body, caller.sub, at, creditTerms));
      return changed(before, event, caller, at, 'OBJECT', body.reasons, 'OBJECTION');
    },

    decideObjection: async ({ caller, params, body, expectedVersion, at }) => {
      const before = await visibleEvent(store, caller, params);
      requireVersion(before, expectedVersion, changedMeanwhile(before));
      const { data } = before;
      expectStatus(data, 'DISPUTED', '决定异议');
      if ([data.recordedBy, data.objection?.by].includes(caller.sub)) {
        throw new Problem('FORBIDDEN', says('异议须由未记录该事实、也未提出异议的审核人决定', '请由另一名审核人办理'));
      }
      const event = objectionDecided(data, body, caller.sub, at);
      return changed(before, event, caller, at, body.decision, body.reasons, 'OBJECTION');
    },

    takeAppeal: async ({ caller, params, at }) => {
      const { pk, data } = await visibleEvent(store, caller, params);
      if (!openAppeal(data)) {
        throw new Problem(
          'WRONG_STATE',
          `这条记录当前为“${CREDIT_EVENT_STATUS_NAMES[data.status]}”，没有待决定的异议或修复申请`,
        );
      }
      return { body: await takeOrRefuse(runtime.table, pk, caller, at, '这项异议或修复申请') };
    },

    requestRepair: async ({ caller, params, body, at }) => {
      const before = await visibleEvent(store, caller, params);
      const { data } = before;
      expectStatus(data, 'RECORDED', '申请信用修复');
      const { creditTerms, severityTerms } = await runtime.reference.at(at);
      refuse(repairFindings(data, indicatorOf(data, await cards.published()), body, today(at), severityTerms));
      const event = repairRequested(data, repair(body, caller.sub, at, creditTerms));
      return changed(before, event, caller, at, 'REQUEST_REPAIR', [body.correction], 'REPAIR');
    },

    decideRepair: async ({ caller, params, body, expectedVersion, at }) => {
      const before = await visibleEvent(store, caller, params);
      requireVersion(before, expectedVersion, changedMeanwhile(before));
      const { data } = before;
      expectStatus(data, 'REPAIR_REQUESTED', '决定信用修复');
      if (data.repair?.by === caller.sub) {
        throw new Problem('FORBIDDEN', says('信用修复不能由申请人自己决定', '请由另一名审核人办理'));
      }
      refuse(repairDecisionFindings(data.source, body));
      const event = repairDecided(data, body, caller.sub, at);
      return changed(before, event, caller, at, `${body.decision}_REPAIR`, body.reasons, 'REPAIR');
    },
  };
}

/**
 * What an appeal asks of its workflow: to begin, or to go on with the decision. A task that has not been asked for yet finds
 * the decision; one whose term has passed has ended, so that the letter takes an execution of its own.
 */
function handedOn(
  before: Stored<CreditEvent>,
  after: CreditEvent,
  version: number,
  kind: AppealKind,
): { readonly messages: Message[]; readonly task?: Task } {
  const appeal = kind === 'OBJECTION' ? after.objection : after.repair;
  if (!appeal) throw new Error(`there is no ${kind} of ${after.id}`);
  const { decision, overdueAt } = appeal;
  const start = startOf(after, version, kind, appeal);
  if (!decision || overdueAt !== undefined) return { messages: [start] };
  const waiting = { task: before.task, ofFirstLayout: before.data };
  return decided(roundOf(kind, appeal), waiting, { outcome: decision.outcome }, { ...start, version });
}

function expectStatus(event: CreditEvent, status: CreditEvent['status'], action: string): void {
  if (event.status === status) return;
  throw new Problem(
    'WRONG_STATE',
    `这条记录当前为“${CREDIT_EVENT_STATUS_NAMES[event.status]}”，不能${action}；须为“${CREDIT_EVENT_STATUS_NAMES[status]}”`,
  );
}

/** What is told where a fact is no more what was read of it: what it is by now. */
const changedMeanwhile = ({ data, updatedAt }: Stored<CreditEvent>): Said =>
  says(
    `这条记录在您读取之后已有变化：现为“${CREDIT_EVENT_STATUS_NAMES[data.status]}”，变更于 ${chinaTime(updatedAt)}`,
    '请重新读取，核对后再决定',
  );

function refuse(findings: readonly Finding[]): void {
  if (findings.length > 0) throw ruleViolation(findings);
}

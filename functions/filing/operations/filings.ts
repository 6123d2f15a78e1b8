import { type Caller, isParty } from '../../shared/auth/caller.ts';
import { districtsOf, ownersFor } from '../../shared/auth/scope.ts';
import type { Answer, Operations } from '../../shared/http/api.ts';
import { Problem } from '../../shared/http/problem.ts';
import { etag } from '../../shared/http/schemas.ts';
import { requireVersion } from '../../shared/http/version.ts';
import { visible } from '../../shared/http/visible.ts';
import { takeOrRefuse } from '../../shared/human-task/take.ts';
import { type Taking, takings } from '../../shared/human-task/taking.ts';
import { decided as handedOn } from '../../shared/human-task/task.ts';
import { chinaTime, dayInChina } from '../../shared/kernel/china-time.ts';
import { type Finding, notYet, type Said, says } from '../../shared/kernel/finding.ts';
import { identifier } from '../../shared/kernel/identifier.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import type { Cause } from '../../shared/table/audit.ts';
import { acceptedFiling, type FilingTicket, filingSummaryToJson, filingToJson } from '../contract/filing-json.ts';
import type { filingApi } from '../contract/index.ts';
import { hasForm } from '../domain/change.ts';
import {
  approversOf,
  briefOf,
  concluded,
  type Filing,
  type FilingHead,
  ownersOf,
  revised,
  revisionOf,
  standingDecision,
  statusName,
  subjectOf,
  withDecision,
} from '../domain/filing.ts';
import { FILING_DECISION_NAMES } from '../domain/names.ts';
import { openLimitOf } from '../domain/open-registrations.ts';
import type { Submission } from '../domain/submission.ts';
import { mayRead } from '../services/authority.ts';
import { refuseHinderedChange } from '../services/changes.ts';
import { formCitationWrites, formOf, refuseHindered, start, submitted } from '../services/intake.ts';
import { marketWordOf } from '../services/market-word.ts';
import { noting } from '../services/views.ts';
import { reclaimWrites, releaseWrites } from '../store/claims.ts';
import { filingWrites, sampleDoneWrite } from '../store/filings.ts';
import { filingStore } from '../store/index.ts';

type FilingOperations = Pick<
  Operations<typeof filingApi>,
  | 'fileEntity'
  | 'getFiling'
  | 'listFilings'
  | 'decideFiling'
  | 'takeFiling'
  | 'reviseFiling'
  | 'withdrawFiling'
  | 'reviewSample'
>;

export function filingOperations(runtime: Runtime): FilingOperations {
  const store = filingStore(runtime.table);
  const readable = visible('filing', store.filing, mayRead);
  const noted = noting(runtime.table);

  return {
    fileEntity: async ({ caller, body, at, attempt }) => {
      const lists = await runtime.reference.at(at);
      const findings = await refuseHindered(store, caller, body, at, lists, undefined, attempt > 1);
      const id = identifier('filing', caller.districtId, runtime.newUlid());
      const { filing, writes } = submitted(id, body, caller, at, undefined, openLimitOf(caller, lists.filingLimits));
      const cited = await formCitationWrites(store, body, at, lists);
      return { ...acceptedFiling(runtime, filing, 1, [...writes, ...cited]), findings };
    },

    getFiling: async ({ caller, params, at, isByFunction }) => {
      const stored = await readable(caller, params['id']);
      const { id, districtId, change } = stored.data;
      const look = { districtId, of: subjectOf(stored.data), what: 'FILING', recordId: id } as const;
      const [forms, taken, writes, base] = await Promise.all([
        store.revisionForms(stored),
        takenOf(caller, [stored], at),
        noted({ caller, isByFunction, at }, look),
        change && hasForm(change) ? store.entityVersion(change.entityId, change.baseVersion) : undefined,
      ]);
      const lists = await runtime.reference.at(at);
      const body = {
        ...filingToJson(stored, forms, base?.data.submission, caller, runtime, lists, taken.get(stored.pk)),
        ...(await marketWordOf(store, districtId, stored.data.submission, lists)),
      };
      return { body, headers: etag(stored.version), writes };
    },

    listFilings: async ({ caller, query, at }) => {
      const { queue, status } = query;
      const today = dayInChina(at);
      const lists = await runtime.reference.at(at);
      const overdue = queue === 'OVERDUE';
      // Nothing is both overdue and in another state.
      const isNone = overdue && status !== undefined && status !== 'PENDING_REVIEW';
      const page = await store.filingPage({
        ...query,
        at,
        districts: isNone ? [] : districtsOf(caller, query.districtId, lists.tenants),
        owners: filingOwnersFor(caller),
        sampled: queue === 'SAMPLE',
        ...(overdue && { status: 'PENDING_REVIEW', overdueOn: today }),
        keep: ({ data }, owner) =>
          mayRead(caller, data) && isFirstName(caller, data, owner) && (!overdue || isOverdue(data, today)),
      });
      const taken = await takenOf(caller, page.items, at);
      return { body: { ...page, items: page.items.map((one) => filingSummaryToJson(one, taken.get(one.pk))) } };
    },

    decideFiling: async ({ caller, params, body, expectedVersion, at }) => {
      const stored = await readable(caller, params['id']);
      const filing = stored.data;
      requireVersion(stored, expectedVersion, changedMeanwhile(stored, '办理'));
      refuseUnlessUnderReview(filing);
      if (filing.revisions.some(({ submittedBy }) => submittedBy === caller.sub)) {
        throw new Problem('FORBIDDEN', says('审核人不能审核自己提交的备案', '请由另一名审核人办理'));
      }
      if (approversOf(filing).includes(caller.sub)) {
        throw new Problem('FORBIDDEN', '您已同意该备案；按信用等级须由另一名审核人复核');
      }
      if (body.decision === 'RETURN' && filing.change && !hasForm(filing.change)) {
        throw new Problem('WRONG_STATE', says('注销申请没有可补正的内容', '请准予或不予'));
      }
      if (filing.reviewBy !== undefined && at >= filing.reviewBy) {
        throw new Problem(
          'WRONG_STATE',
          says(`审核期限已于 ${chinaTime(filing.reviewBy)} 届满，备案即将失效`, '请通知申请人重新提交'),
        );
      }
      const after = withDecision(filing, { ...body, by: caller.sub, at });
      return decided(stored, after, { actor: caller, at, action: body.decision, reasons: body.reasons });
    },

    takeFiling: async ({ caller, params, at }) => {
      const stored = await readable(caller, params['id']);
      refuseUnlessUnderReview(stored.data);
      return { body: await takeOrRefuse(runtime.table, stored.pk, caller, at, '该备案') };
    },

    reviseFiling: async ({ caller, params, body, expectedVersion, at }) => {
      const stored = await readable(caller, params['id']);
      const filing = stored.data;
      requireVersion(stored, expectedVersion, changedMeanwhile(stored, '提交'));
      if (filing.status !== 'RETURNED') {
        throw new Problem('WRONG_STATE', `备案为“${statusName(filing)}”状态，只有被退回的备案可以补正`);
      }
      if (filing.answerBy !== undefined && at >= filing.answerBy) {
        throw new Problem(
          'WRONG_STATE',
          says(`补正期限已于 ${chinaTime(filing.answerBy)} 届满，备案失效`, '请重新提交'),
        );
      }
      const { submission, findings } = await answered(caller, filing, body.entity, at);
      const after = revised(filing, submission, caller.sub, at);
      const accepted = acceptedFiling(runtime, after, stored.version + 1, [
        ...filingWrites(stored, after, { actor: caller, at, action: 'REVISE', messages: [start(after)] }),
        ...(filing.change ? [] : await reclaimWrites(runtime.table, filing, after)),
        ...(await formCitationWrites(store, submission, at, await runtime.reference.at(at))),
      ]);
      return { ...accepted, findings };
    },

    withdrawFiling: async ({ caller, params, body: { reason }, expectedVersion, at }) => {
      const stored = await readable(caller, params['id']);
      const filing = stored.data;
      requireVersion(stored, expectedVersion, changedMeanwhile(stored, '撤回'));
      const reasons = reason === undefined ? [] : [reason];
      const cause = { actor: caller, at, action: 'WITHDRAW', reasons };
      const after = withDecision(filing, { decision: 'WITHDRAW', reasons, by: caller.sub, at });
      if (filing.status !== 'RETURNED') {
        refuseUnlessUnderReview(filing);
        return decided(stored, after, cause);
      }
      const ended = concluded(after, 'WITHDRAWN');
      const writes = [...filingWrites(stored, ended, cause), ...(await releaseWrites(runtime.table, filing))];
      return acceptedFiling(runtime, ended, stored.version + 1, writes);
    },

    reviewSample: async ({ caller, params, body, expectedVersion, at }) => {
      const stored = await readable(caller, params['id']);
      const filing = stored.data;
      requireVersion(stored, expectedVersion, changedMeanwhile(stored, '抽查'));
      if (filing.sample?.outcome !== 'DUE') {
        throw new Problem('WRONG_STATE', '该备案没有待办的事后抽查；抽查名单见“事后抽查”队列');
      }
      if (filing.revisions.some(({ submittedBy }) => submittedBy === caller.sub)) {
        throw new Problem('FORBIDDEN', says('审核人不能抽查自己提交的备案', '请由另一名审核人办理'));
      }
      const after: Filing = { ...filing, sample: { ...body, by: caller.sub, at } };
      const cause = { actor: caller, at, action: body.outcome, reasons: body.reasons };
      const writes = [...filingWrites(stored, after, cause), sampleDoneWrite(after)];
      const version = stored.version + 1;
      return {
        body: filingSummaryToJson({ ...stored, data: after, brief: briefOf(after), updatedAt: at, version }),
        headers: etag(version),
        writes,
      };
    },
  };

  /** Who is at work on the reviews that wait; told to the offices alone. */
  async function takenOf(
    caller: Caller,
    filings: readonly Pick<Stored<FilingHead>, 'pk' | 'data'>[],
    at: string,
  ): Promise<Map<string, Taking>> {
    if (isParty(caller)) return new Map();
    const waiting = filings.filter(({ data }) => data.status === 'PENDING_REVIEW').map(({ pk }) => pk);
    return takings(runtime.table).of(waiting, at);
  }

  /** The form that answers a return, held to what its filing was held to. */
  async function answered(
    caller: Caller,
    filing: Filing,
    form: unknown,
    at: string,
  ): Promise<{ readonly submission: Submission; readonly findings: readonly Finding[] }> {
    const { change } = filing;
    if (change && !hasForm(change)) {
      throw new Problem('WRONG_STATE', says('该申请没有可补正的表单', '请撤回后重新申请'));
    }
    const submission = formOf(filing.submission.kind, form);
    const entity = change && (await store.entity(change.entityId));
    const lists = await runtime.reference.at(at);
    const findings =
      change && entity
        ? await refuseHinderedChange(store, caller, entity.data, change, submission, at, lists, filing)
        : await refuseHindered(store, caller, submission, at, lists, filing);
    return { submission, findings };
  }

  /** A decision is recorded and, once it stands, handed to the workflow, which concludes the filing. */
  function decided(before: Stored<Filing>, after: Filing, cause: Omit<Cause, 'messages'>): Answer<FilingTicket> {
    const decision = standingDecision(after)?.decision;
    const version = before.version + 1;
    const waiting = { task: before.task, ofFirstLayout: before.data };
    const round = String(revisionOf(after));
    const handed = decision && handedOn(round, waiting, { decision }, { ...start(after), version });
    return acceptedFiling(runtime, after, version, filingWrites(before, after, { ...cause, ...handed }));
  }
}

/** A party's own are found under its entity, and under the person who files before there is one. */
const filingOwnersFor = (caller: Caller): string[] | undefined => {
  const owners = ownersFor(caller);
  return owners && [...owners, caller.sub];
};

/** Whether a filing was found under the first of the caller's names that it bears: it is shown once. */
const isFirstName = ({ entityId, sub }: Caller, filing: FilingHead, owner: string | undefined): boolean =>
  owner !== sub || entityId === undefined || !ownersOf(filing).includes(entityId);

const isOverdue = ({ review }: FilingHead, today: string): boolean => review !== undefined && review.dueOn < today;

/** What is told where a filing is no more what was read of it: what it is by now. */
function changedMeanwhile({ data, updatedAt }: Stored<Filing>, deed: string): Said {
  const { revision, decision } = data.decisions.at(-1) ?? {};
  const decided = decision && revision === revisionOf(data) ? `，最近的决定为“${FILING_DECISION_NAMES[decision]}”` : '';
  return says(
    `备案在您读取之后已有变化：现为第 ${revisionOf(data)} 次提交，状态“${statusName(data)}”${decided}，变更于 ${chinaTime(updatedAt)}`,
    `请重新读取，核对后再${deed}`,
  );
}

/** A review that waits for a decision may be decided, withdrawn from, and taken. */
function refuseUnlessUnderReview(filing: Filing): void {
  if (filing.status === 'SUBMITTED' || filing.status === 'SCREENING') {
    throw new Problem('WRONG_STATE', notYet('系统正在初审该备案（通常几秒内完成）', '请稍后再办理'));
  }
  const decision = standingDecision(filing);
  if (filing.status === 'PENDING_REVIEW' && !decision) return;
  throw new Problem(
    'WRONG_STATE',
    decision && filing.status === 'PENDING_REVIEW'
      ? `该备案已于 ${chinaTime(decision.at)} 作出决定（${FILING_DECISION_NAMES[decision.decision]}），正在办结；不能再次办理`
      : `备案为“${statusName(filing)}”状态，不能再审核或撤回`,
  );
}

import { type Caller } from '../../shared/auth/caller.ts';
import { districtsOf } from '../../shared/auth/scope.ts';
import type { Answer, Operations } from '../../shared/http/api.ts';
import { notFound, Problem, ruleViolation } from '../../shared/http/problem.ts';
import { etag } from '../../shared/http/schemas.ts';
import { identifier, parseIdentifier } from '../../shared/kernel/identifier.ts';
import { findingsOf } from '../../shared/kernel/issues.ts';
import type { Message } from '../../shared/outbox/message.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import type { Write } from '../../shared/table/write.ts';
import type { filingApi } from '../contract.ts';
import { concluded, executionNameOf, type Filing, revised, standingDecision, withDecision } from '../domain/filing.ts';
import { Submission } from '../domain/submission.ts';
import { refuseHindered, start, submitted } from '../intake.ts';
import { reclaimWrites, releaseWrites } from '../store/claims.ts';
import { filingWrites } from '../store/filings.ts';
import { filingStore } from '../store.ts';
import { filingJson, filingSummary, mayRead, statusName } from './filing-json.ts';

type FilingOperations = Pick<
  Operations<typeof filingApi>,
  'fileEntity' | 'getFiling' | 'listFilings' | 'decideFiling' | 'reviseFiling' | 'withdrawFiling'
>;

export function filingOperations(runtime: Runtime): FilingOperations {
  const store = filingStore(runtime.table);

  return {
    fileEntity: async ({ caller, body, at }) => {
      await refuseHindered(store, caller.districtId, body, at);
      const id = identifier('filing', caller.districtId, runtime.newUlid());
      const { filing, writes } = submitted(id, body, caller, at);
      return accepted(filing, 1, writes);
    },

    getFiling: async ({ caller, params }) => {
      const stored = await readable(caller, params['id']);
      const contents = await store.revisionContents(stored.data.id);
      return { body: filingJson(stored, contents, caller, runtime), headers: etag(stored.version) };
    },

    listFilings: async ({ caller, query }) => {
      const page = await store.filingPage(query.status, {
        ...query,
        districts: districtsOf(caller, query.districtId),
        keep: (filing) =>
          mayRead(caller, filing) && (query.kind === undefined || filing.submission.kind === query.kind),
      });
      return { body: { ...page, items: page.items.map(filingSummary) } };
    },

    decideFiling: async ({ caller, params, body, at }) => {
      const stored = await readable(caller, params['id']);
      const filing = stored.data;
      const taskToken = awaitingReview(filing);
      if (filing.revisions.some(({ submittedBy }) => submittedBy === caller.sub)) {
        throw new Problem('FORBIDDEN', '审核人不能审核自己提交的备案；请由另一名审核人办理');
      }
      if (filing.reviewBy !== undefined && at >= filing.reviewBy) {
        throw new Problem('WRONG_STATE', `审核期限已于 ${filing.reviewBy} 届满，备案即将失效；请通知申请人重新提交`);
      }
      const after = withDecision(filing, { ...body, by: caller.sub, at });
      return decided(stored, after, taskToken, { actor: caller, at, action: body.decision, reasons: body.reasons });
    },

    reviseFiling: async ({ caller, params, body, expectedVersion, at }) => {
      const stored = await readable(caller, params['id']);
      const filing = stored.data;
      if (stored.version !== expectedVersion) {
        throw new Problem('PRECONDITION_FAILED', '备案在您读取之后已有变化；请重新读取，核对后再提交');
      }
      if (filing.status !== 'RETURNED') {
        throw new Problem('WRONG_STATE', `备案为“${statusName(filing)}”状态，只有被退回的备案可以补正`);
      }
      const submission = formOf(filing, body.entity);
      await refuseHindered(store, filing.districtId, submission, at, filing.id);
      const after = revised(filing, submission, caller.sub, at);
      return accepted(after, stored.version + 1, [
        ...filingWrites(stored, after, { actor: caller, at, action: 'REVISE', messages: [start(after)] }),
        ...reclaimWrites(filing, after),
      ]);
    },

    withdrawFiling: async ({ caller, params, at }) => {
      const stored = await readable(caller, params['id']);
      const filing = stored.data;
      const deed = { actor: caller, at, action: 'WITHDRAW' };
      const after = withDecision(filing, { decision: 'WITHDRAW', reasons: [], by: caller.sub, at });
      if (filing.status !== 'RETURNED') return decided(stored, after, awaitingReview(filing), deed);
      const ended = concluded(after, 'WITHDRAWN');
      return accepted(ended, stored.version + 1, [...filingWrites(stored, ended, deed), ...releaseWrites(filing)]);
    },
  };

  async function readable(caller: Caller, id = ''): Promise<Stored<Filing>> {
    const stored = parseIdentifier('filing', id) && (await store.filing(id));
    if (!stored || !mayRead(caller, stored.data)) throw notFound();
    return stored;
  }

  /** A decision is recorded and handed to the workflow, which concludes the filing. */
  function decided(
    before: Stored<Filing>,
    after: Filing,
    taskToken: string,
    deed: Pick<Parameters<typeof filingWrites>[2], 'actor' | 'at' | 'action' | 'reasons'>,
  ): Answer<ReturnType<typeof ticket>> {
    const output = { decision: standingDecision(after)?.decision };
    const messages: Message[] = [{ type: 'resume', taskToken, output }];
    return accepted(after, before.version + 1, filingWrites(before, after, { ...deed, messages }));
  }

  function accepted(filing: Filing, version: number, writes: Write[]): Answer<ReturnType<typeof ticket>> {
    return { body: ticket(filing), headers: { Location: `/v1/filings/${filing.id}`, ...etag(version) }, writes };
  }

  function ticket(filing: Filing) {
    const name = executionNameOf(filing);
    return { id: filing.id, status: filing.status, execution: { name, arn: runtime.executionArn('filing', name) } };
  }
}

/** The token of the review that waits for a decision. */
function awaitingReview(filing: Filing): string {
  if (filing.status === 'SUBMITTED' || filing.status === 'SCREENING') {
    throw new Problem('WRONG_STATE', '系统正在初审该备案（通常几秒内完成）；请稍后再办理');
  }
  const decision = standingDecision(filing);
  if (filing.status === 'PENDING_REVIEW' && filing.taskToken !== undefined && !decision) return filing.taskToken;
  throw new Problem(
    'WRONG_STATE',
    decision && filing.status === 'PENDING_REVIEW'
      ? `该备案已于 ${decision.at} 作出决定（${decision.decision}），正在办结；不能再次办理`
      : `备案为“${statusName(filing)}”状态，不能再审核或撤回`,
  );
}

/** A revision's form, judged as its filing's kind. */
function formOf(filing: Filing, entity: unknown): Submission {
  const input = { kind: filing.submission.kind, entity };
  const result = Submission.safeParse(input);
  if (!result.success) throw ruleViolation(findingsOf(Submission, input, result.error));
  return result.data;
}

import { ask, askedBy, resumeWrite } from '../../shared/human-task/task.ts';
import { Asking } from '../../shared/kernel/human-task.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { awaitingReview, standingDecision } from '../domain/filing.ts';
import { start } from '../services/intake.ts';
import { FilingInput, filingOf, SYSTEM, unexpected } from '../services/workflow.ts';
import { awaitsReview, filingWrites } from '../store/filings.ts';
import { partitionOf } from '../store/records.ts';

/**
 * 提请审核: notes the token that answers this task beside the filing, which is before the reviewers already. Asked again under
 * a new token (a redrive), the filing keeps its place and its deadline; a decision already made is handed on at once.
 */
export const build = (runtime: Runtime) =>
  step('RequestReview', FilingInput.extend(Asking.shape), async ({ taskToken, executionName, ...input }) => {
    const { table } = runtime;
    const asking = { taskToken, executionName };
    const round = String(input.revision);
    const open = awaitsReview(input.filingId, input.revision);
    if (await ask(table, partitionOf('filing', input.filingId), round, open, asking)) return;
    const stored = await filingOf(runtime, input);
    const { pk, data: filing } = stored;
    if (filing.status !== 'SCREENING' && filing.status !== 'PENDING_REVIEW') throw unexpected('RequestReview', filing);
    const at = runtime.now().toISOString();
    const decision = standingDecision(filing);
    if (decision) {
      const further = { ...start(filing), version: stored.version };
      return table.commit([resumeWrite(pk, asking, { decision: decision.decision }, further, at)]);
    }
    if (stored.task?.taskToken === taskToken) return;
    // Of an execution that has ended; or screened by a release that left it to this step to bring the filing to review.
    const { filingTerms } = await runtime.reference.at(at);
    const cause = { actor: SYSTEM, at, action: 'REQUEST_REVIEW', task: askedBy(asking, round) };
    await table.commit(filingWrites(stored, awaitingReview(filing, at, filingTerms), cause));
  });

export const handler = build(awsRuntime());

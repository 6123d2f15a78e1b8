import { Asking, awaiting } from '../../shared/kernel/human-task.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { standingDecision } from '../domain/filing.ts';
import { reviewBy } from '../domain/review.ts';
import { FilingInput, filingOf, SYSTEM, unexpected } from '../services/workflow.ts';
import { filingWrites } from '../store/filings.ts';

/**
 * 提请审核: puts the filing into the reviewers' queue with the token that answers this task. Asked again under a new token
 * (a retry, a redrive), the filing keeps its place and its deadline; a decision already made is handed on at once.
 */
export const build = (runtime: Runtime) =>
  step('RequestReview', FilingInput.extend(Asking.shape), async ({ taskToken, executionName, ...input }) => {
    const stored = await filingOf(runtime, input);
    const filing = stored.data;
    if (filing.status !== 'SCREENING' && filing.status !== 'PENDING_REVIEW') throw unexpected('RequestReview', filing);
    if (filing.taskToken === taskToken) return;
    const now = runtime.now();
    const { filingTerms } = await runtime.reference.at(now.toISOString());
    const decision = standingDecision(filing);
    await runtime.table.commit(
      filingWrites(
        stored,
        {
          ...awaiting(filing, { taskToken, executionName }),
          status: 'PENDING_REVIEW',
          reviewBy: filing.reviewBy ?? reviewBy(now.toISOString(), filingTerms),
        },
        {
          actor: SYSTEM,
          at: now.toISOString(),
          action: 'REQUEST_REVIEW',
          ...(decision && { messages: [{ type: 'resume', taskToken, output: { decision: decision.decision } }] }),
        },
      ),
    );
  });

export const handler = build(awsRuntime());

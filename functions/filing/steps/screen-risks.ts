import { dayInChina } from '../../shared/kernel/china-time.ts';
import { blocks } from '../../shared/kernel/finding.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { isDecreed, whyOf } from '../domain/change.ts';
import { awaitingReview, type Filing, standingDecision, withDecision } from '../domain/filing.ts';
import { type Review, reviewOf } from '../domain/review.ts';
import { screeningFindings } from '../domain/rules/index.ts';
import { FilingInput, filingOf, SYSTEM, unexpected } from '../services/workflow.ts';
import { filingWrites } from '../store/filings.ts';
import { filingStore } from '../store/index.ts';

/**
 * 风险初审: validates a submitted filing, searches for duplicates, judges it by every rule against the register as it
 * stands, and records what was found and how it is to be reviewed.
 */
export const build = (runtime: Runtime) =>
  step('ScreenRisks', FilingInput, async (input) => {
    const stored = await filingOf(runtime, input);
    const filing = stored.data;
    // Screened before: by this execution, or by one that ended while the review was awaited.
    if (filing.status === 'SCREENING' || filing.status === 'PENDING_REVIEW') return outcome(filing);
    // A further execution waits for what the return asks for, in the place of one that has ended.
    if (filing.status === 'RETURNED') return { blocked: true, isApproved: false };
    if (filing.status !== 'SUBMITTED') throw unexpected('ScreenRisks', filing);
    const at = runtime.now().toISOString();
    const store = filingStore(runtime.table);
    const lists = await runtime.reference.at(at);
    const screening = await store.screening(filing, dayInChina(at), lists);
    const findings = screeningFindings(filing, screening);
    const submittedAt = filing.revisions.at(-1)?.submittedAt ?? at;
    const review = reviewOf({ change: filing.change, submittedAt }, screening.grade, findings, lists);
    const screened: Filing = { ...filing, status: 'SCREENING', findings, review };
    const after = next(screened, review, at, lists);
    await runtime.table.commit(filingWrites(stored, after, { actor: SYSTEM, at, action: 'SCREEN' }));
    return outcome(after);
  });

/** It goes back, before a reviewer, or on where it needs none. */
function next(screened: Filing, review: Review, at: string, { filingTerms }: Lists): Filing {
  if (blocks(screened.findings)) return screened;
  return review.reviewers > 0 ? awaitingReview(screened, at, filingTerms) : autoApproved(screened, review.grade, at);
}

/** What the workflow chooses by. */
const outcome = (filing: Filing) => ({
  blocked: blocks(filing.findings),
  isApproved: standingDecision(filing)?.decision === 'APPROVE',
});

/** Approved without a reviewer: an authority has decided already, or the grade spares one. */
function autoApproved(filing: Filing, grade: string, at: string): Filing {
  const decree = filing.change && isDecreed(filing.change) ? whyOf(filing.change) : undefined;
  const reason = decree ?? `信用等级 ${grade}，初审没有发现需要人工核实的问题，自动通过`;
  return withDecision(filing, { decision: 'APPROVE', reasons: [reason], by: 'system', at });
}

export const handler = build(awsRuntime());

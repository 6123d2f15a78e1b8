import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { returned, standingDecision } from '../domain/filing.ts';
import { FilingInput, filingOf, SYSTEM, unexpected } from '../services/workflow.ts';
import { filingWrites } from '../store/filings.ts';

/**
 * 退回补正: the filing goes back with everything that must be supplied, and a term to supply it; it keeps its identity
 * until it is withdrawn or lapses.
 */
export const build = (runtime: Runtime) =>
  step('ReturnFiling', FilingInput, async (input) => {
    const stored = await filingOf(runtime, input);
    const filing = stored.data;
    if (filing.status === 'RETURNED') return { answerBy: filing.answerBy };
    if (filing.status !== 'SCREENING' && filing.status !== 'PENDING_REVIEW') throw unexpected('ReturnFiling', filing);
    const at = runtime.now().toISOString();
    const after = returned(filing, at, await runtime.reference.at(at));
    const reasons = standingDecision(after)?.reasons ?? [];
    await runtime.table.commit(filingWrites(stored, after, { actor: SYSTEM, at, action: 'RETURN', reasons }));
    return { answerBy: after.answerBy };
  });

export const handler = build(awsRuntime());

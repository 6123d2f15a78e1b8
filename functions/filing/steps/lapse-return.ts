import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { revisionOf, withDecision } from '../domain/filing.ts';
import { end, FilingInput } from '../services/workflow.ts';
import { filingStore } from '../store/index.ts';

/** 逾期未补正: ends a filing whose return nobody answered in time; one that was answered or withdrawn stays as it is. */
export const build = (runtime: Runtime) =>
  step('LapseReturn', FilingInput, async ({ filingId, revision }) => {
    const stored = await filingStore(runtime.table).filing(filingId);
    if (!stored) throw new Error(`there is no ${filingId}`);
    if (revisionOf(stored.data) !== revision) return { status: 'ANSWERED' };
    if (stored.data.status === 'WITHDRAWN') return { status: 'WITHDRAWN' };
    const at = runtime.now().toISOString();
    const { answerWorkingDays } = (await runtime.reference.at(at)).filingTerms;
    const reasons = [`退回后 ${answerWorkingDays} 个工作日内没有补正，备案失效；请重新提交`];
    const lapsed = withDecision(stored.data, { decision: 'LAPSE', reasons, by: 'system', at });
    return end(runtime, stored, lapsed, 'LAPSED', 'RETURNED');
  });

export const handler = build(awsRuntime());

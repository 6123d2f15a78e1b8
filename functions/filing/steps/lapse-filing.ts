import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { withDecision } from '../domain/filing.ts';
import { end, FilingInput, filingOf } from '../services/workflow.ts';

/** 逾期失效: ends a filing that nobody decided in time; its identity is free for a new one. */
export const build = (runtime: Runtime) =>
  step('LapseFiling', FilingInput, async (input) => {
    const stored = await filingOf(runtime, input);
    const at = runtime.now().toISOString();
    const { reviewLapseDays } = (await runtime.reference.at(at)).filingTerms;
    const reasons = [`提请审核后 ${reviewLapseDays} 天内没有作出决定，备案失效；请重新提交`];
    const lapsed = withDecision(stored.data, { decision: 'LAPSE', reasons, by: 'system', at });
    return end(runtime, stored, lapsed, 'LAPSED');
  });

export const handler = build(awsRuntime());

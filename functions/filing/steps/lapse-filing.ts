import { furtherWrite } from '../../shared/human-task/task.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { standingDecision, withDecision } from '../domain/filing.ts';
import { start } from '../services/intake.ts';
import { end, FilingInput, filingOf } from '../services/workflow.ts';

/**
 * 逾期失效: ends a filing that nobody decided in time; its identity is free for a new one. A decision that was accepted while
 * the term ended stands: a further execution carries it out.
 */
export const build = (runtime: Runtime) =>
  step('LapseFiling', FilingInput, async (input) => {
    const stored = await filingOf(runtime, input);
    const at = runtime.now().toISOString();
    if (stored.data.status === 'PENDING_REVIEW' && standingDecision(stored.data)) {
      await runtime.table.commit([furtherWrite(stored, start(stored.data), at)]);
      return { status: 'DECIDED' };
    }
    const { reviewLapseDays } = (await runtime.reference.at(at)).filingTerms;
    const reasons = [`提请审核后 ${reviewLapseDays} 天内没有作出决定，备案失效；请重新提交`];
    const lapsed = withDecision(stored.data, { decision: 'LAPSE', reasons, by: 'system', at });
    return end(runtime, stored, lapsed, 'LAPSED');
  });

export const handler = build(awsRuntime());

import { Asking, awaiting } from '../../shared/kernel/human-task.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { APPEALS, AppealInput, appealed } from '../services/appeals.ts';
import { creditStore } from '../store/index.ts';

/**
 * 提请决定: notes the token that the decision answers. Asked again under a new token (a retry, a redrive), the appeal keeps
 * its term; a decision already made is handed on at once.
 */
export const build = (runtime: Runtime) =>
  step('RequestAppealDecision', AppealInput.extend(Asking.shape), async ({ taskToken, executionName, ...input }) => {
    const { stored, appeal } = await appealed(runtime, input);
    if (stored.data.taskToken === taskToken) return;
    const { decision } = appeal;
    await runtime.table.commit(
      creditStore(runtime.table).change(
        decision ? stored.data : awaiting(stored.data, { taskToken, executionName }),
        stored,
        {
          actor: APPEALS,
          at: runtime.now().toISOString(),
          action: 'REQUEST_DECISION',
          messages: decision ? [{ type: 'resume', taskToken, output: { outcome: decision.outcome } }] : [],
        },
      ),
    );
  });

export const handler = build(awsRuntime());

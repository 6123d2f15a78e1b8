import { ask, askedBy, resumeWrite } from '../../shared/human-task/task.ts';
import { Asking } from '../../shared/kernel/human-task.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { FIELDS, roundOf, WAITING } from '../domain/appeal.ts';
import { APPEALS, AppealInput, appealed, startOf } from '../services/appeals.ts';
import { creditStore, partitionOf } from '../store/index.ts';

/**
 * 提请决定: notes the token that the decision answers beside the fact. Asked again under a new token (a redrive), the appeal
 * keeps its term; a decision already made is handed on at once.
 */
export const build = (runtime: Runtime) =>
  step('RequestAppealDecision', AppealInput.extend(Asking.shape), async ({ taskToken, executionName, ...input }) => {
    const { table } = runtime;
    const asking = { taskToken, executionName };
    const round = roundOf(input.appeal, { at: input.appealedAt });
    const open = {
      expression: '#data.#status = :status AND #data.#appeal.#at = :at',
      names: { '#status': 'status', '#appeal': FIELDS[input.appeal], '#at': 'at' },
      values: { ':status': WAITING[input.appeal], ':at': input.appealedAt },
    };
    if (await ask(table, partitionOf(input.eventId), round, open, asking)) return;
    const { stored, appeal } = await appealed(runtime, input);
    const { decision } = appeal;
    const at = runtime.now().toISOString();
    if (decision) {
      const further = { ...startOf(stored.data, stored.version, input.appeal, appeal), version: stored.version };
      return table.commit([resumeWrite(stored.pk, asking, { outcome: decision.outcome }, further, at)]);
    }
    if (stored.task?.taskToken === taskToken) return;
    // Of an execution that has ended, or of the first layout.
    const cause = { actor: APPEALS, at, action: 'REQUEST_DECISION', task: askedBy(asking, round) };
    await table.commit(creditStore(table).change(stored.data, stored, cause));
  });

export const handler = build(awsRuntime());

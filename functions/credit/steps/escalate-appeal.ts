import { CreditAppealOverdue } from '../../events/credit.ts';
import { furtherWrite } from '../../shared/human-task/task.ts';
import { announce } from '../../shared/outbox/message.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { overdue, roundOf } from '../domain/appeal.ts';
import { APPEALS, AppealInput, appealed, startOf, toldOf } from '../services/appeals.ts';
import { creditStore } from '../store/index.ts';

/**
 * 逾期上报: notes that nobody decided in the term, and tells the city. The appeal stays open, and no execution waits for it
 * any more; deciding it late delivers the letter by one of its own, as does a decision that came while the term ended.
 */
export const build = (runtime: Runtime) =>
  step('EscalateAppeal', AppealInput, async (input) => {
    const { stored, appeal } = await appealed(runtime, input);
    const at = runtime.now().toISOString();
    if (appeal.decision) {
      if (appeal.decision.letter !== undefined) return;
      const further = furtherWrite(stored, startOf(stored.data, stored.version, input.appeal, appeal), at);
      return runtime.table.commit([further]);
    }
    if (appeal.overdueAt !== undefined) return;
    const { id: eventId, entityId, districtId } = stored.data;
    const version = stored.version + 1;
    const told = await toldOf(runtime, stored.data);
    const detail = {
      ...told,
      eventId,
      entityId,
      districtId,
      version,
      at,
      appeal: input.appeal,
      decideBy: appeal.decideBy,
    };
    await runtime.table.commit(
      creditStore(runtime.table).change(overdue(stored.data, input.appeal, at), stored, {
        actor: APPEALS,
        at,
        action: 'ESCALATE',
        messages: [announce(CreditAppealOverdue, detail)],
        task: { round: roundOf(input.appeal, appeal) },
      }),
    );
  });

export const handler = build(awsRuntime());

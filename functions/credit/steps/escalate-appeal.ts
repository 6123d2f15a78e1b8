import { CreditAppealOverdue } from '../../events/credit.ts';
import { announce } from '../../shared/outbox/message.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { overdue } from '../domain/appeal.ts';
import { APPEALS, AppealInput, appealed, startOf } from '../services/appeals.ts';
import { creditStore } from '../store/index.ts';

/**
 * 逾期上报: notes that nobody decided in the term, and tells the city. The appeal stays open; deciding it late delivers the
 * letter by an execution of its own, as does a decision that came while the term ended.
 */
export const build = (runtime: Runtime) =>
  step('EscalateAppeal', AppealInput, async (input) => {
    const { stored, appeal } = await appealed(runtime, input);
    if (appeal.overdueAt !== undefined || appeal.decision?.letter !== undefined) return;
    const { id: eventId, entityId, districtId } = stored.data;
    const [version, at] = [stored.version + 1, runtime.now().toISOString()];
    const detail = { eventId, entityId, districtId, version, at, appeal: input.appeal, decideBy: appeal.decideBy };
    await runtime.table.commit(
      creditStore(runtime.table).change(overdue(stored.data, input.appeal, at), stored, {
        actor: APPEALS,
        at,
        action: 'ESCALATE',
        messages: [
          appeal.decision ? startOf(stored.data, version, input.appeal, appeal) : announce(CreditAppealOverdue, detail),
        ],
      }),
    );
  });

export const handler = build(awsRuntime());

import { CreditAppealDecided } from '../../events/credit.ts';
import { announce } from '../../shared/outbox/message.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { lettered } from '../domain/appeal.ts';
import { letterOf } from '../domain/letter.ts';
import { APPEALS, AppealInput, appealed } from '../services/appeals.ts';
import { indicatorOf } from '../services/event.ts';
import { creditStore } from '../store/index.ts';
import { scorecardStore } from '../store/scorecards.ts';

/** 送达决定书: writes the reasoned letter, which then stands with the decision, and tells whoever notifies the party. */
export const build = (runtime: Runtime) =>
  step('DeliverLetter', AppealInput, async (input) => {
    const store = creditStore(runtime.table);
    const { stored, appeal } = await appealed(runtime, input);
    const { decision } = appeal;
    if (!decision) throw new Error(`the ${input.appeal} of ${input.eventId} is not decided`);
    const { outcome } = decision;
    if (decision.letter !== undefined) return { outcome };
    const { id: eventId, entityId, districtId } = stored.data;
    const subject = await store.subject(entityId);
    const indicator = indicatorOf(stored.data, await scorecardStore(runtime.table).published());
    const letter = letterOf(stored.data, input.appeal, subject?.name ?? entityId, indicator.name);
    const at = runtime.now().toISOString();
    const detail = {
      eventId,
      entityId,
      districtId,
      version: stored.version + 1,
      at,
      appeal: input.appeal,
      outcome,
      name: subject?.name,
      documentNumber: stored.data.source.documentNumber,
      reasons: decision.reasons,
    };
    await runtime.table.commit(
      store.change(lettered(stored.data, input.appeal, letter), stored, {
        actor: APPEALS,
        at,
        action: 'DELIVER_LETTER',
        messages: [announce(CreditAppealDecided, detail)],
      }),
    );
    return { outcome };
  });

export const handler = build(awsRuntime());

import { z } from 'zod';
import { CreditAppealDue } from '../../events/credit.ts';
import { oncePerDay } from '../../shared/deadline/due.ts';
import { everyDistrict } from '../../shared/deadline/every-district.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import type { DistrictId } from '../../shared/kernel/identifier.ts';
import { announce } from '../../shared/outbox/message.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { openAppeal } from '../domain/appeal.ts';
import { toldOf } from '../services/appeals.ts';
import { creditStore } from '../store/index.ts';

/** 催办: tells those who decide, once, of each appeal whose term ends today; past it the workflow tells the city. */
export const build = (runtime: Runtime) => {
  const store = creditStore(runtime.table);

  async function remind(districtId: DistrictId, at: string): Promise<void> {
    const today = dayInChina(at);
    await oncePerDay(runtime.table, districtId, 'APPEAL_WATCH', today, async () => {
      for (const id of await store.appealsDue(districtId, today)) {
        const stored = await store.event(id);
        const open = stored && openAppeal(stored.data);
        if (!open || open.appeal.decideBy !== today) continue;
        const { entityId } = stored.data;
        const facts = {
          ...(await toldOf(runtime, stored.data)),
          eventId: id,
          entityId,
          districtId,
          version: stored.version,
          at,
        };
        const message = announce(CreditAppealDue, { ...facts, appeal: open.kind, decideBy: today });
        // Told before in this day's work, which broke off: it is not told again.
        await runtime.table.write(store.reminderWrite(stored, today, message, at));
      }
    });
  }

  return step('RemindOfAppeals', z.unknown(), () => everyDistrict(runtime, remind));
};

export const handler = build(awsRuntime());

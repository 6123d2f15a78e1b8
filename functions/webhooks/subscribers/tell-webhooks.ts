import { CITY } from '../../shared/kernel/identifier.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { TIDINGS } from '../domain/tidings.ts';
import { isTold } from '../services/scope.ts';
import { newDelivery } from '../services/tell.ts';
import { webhookStore } from '../store/index.ts';

/** Makes a delivery of an event for each webhook that is told of it, once however often the event comes. */
export const build = (runtime: Runtime) => {
  const store = webhookStore(runtime.table);
  const telling = TIDINGS.map(({ event, read }) => ({
    event,
    read: async (detail: Record<string, unknown>) => {
      const tiding = read(detail);
      const rosters = await store.rosters([...new Set([tiding.districtId, CITY])]);
      for (const webhook of rosters.flatMap(({ webhooks }) => webhooks)) {
        if (isTold(webhook, tiding)) await store.tell(newDelivery(webhook, tiding), runtime.now().toISOString());
      }
    },
  }));
  return subscriber('TellWebhooks', ...telling);
};

export const handler = build(awsRuntime());

import type { Caller } from '../../shared/auth/caller.ts';
import type { Operations } from '../../shared/http/api.ts';
import { Problem } from '../../shared/http/problem.ts';
import { visible } from '../../shared/http/visible.ts';
import { redriven } from '../../shared/kernel/delivery.ts';
import { says } from '../../shared/kernel/finding.ts';
import { REDRIVABLE } from '../../shared/outbound/delivery-json.ts';
import { redrivable } from '../../shared/outbound/redrivable.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { WebhooksApi } from '../contract/index.ts';
import { PING } from '../domain/delivery.ts';
import type { Webhook } from '../domain/webhook.ts';
import { mayManage } from '../services/scope.ts';
import { newDelivery } from '../services/tell.ts';
import { webhookOf } from '../store/deliveries.ts';
import { webhookStore } from '../store/index.ts';
import { deliveryToJson } from './json.ts';

type Own = Pick<Operations<WebhooksApi>, 'pingWebhook' | 'listDeliveries' | 'redriveDeliveries' | 'redriveDelivery'>;

/** Shows what was sent, and sends anew. */
export function deliveryOperations(runtime: Runtime): Own {
  const store = webhookStore(runtime.table);
  const readable = visible('webhook', store.webhook, mayManage);

  const active = async (caller: Caller, id: string | undefined): Promise<Webhook> => {
    const { data } = await readable(caller, id);
    if (data.status === 'ACTIVE') return data;
    throw new Problem('WRONG_STATE', says('这个推送地址已暂停或已删除', '请恢复后再试'));
  };

  return {
    pingWebhook: async ({ caller, params, at }) => {
      const webhook = await active(caller, params['id']);
      const { id, districtId } = webhook;
      const path = `/v1/webhooks/${id}`;
      const delivery = newDelivery(webhook, {
        event: PING,
        recordId: id,
        districtId,
        version: Date.parse(at),
        at,
        path,
      });
      return { body: deliveryToJson(delivery), writes: store.newDeliveryWrites(delivery, at) };
    },

    listDeliveries: async ({ caller, params, query: { status, limit, cursor } }) => {
      const { data } = await readable(caller, params['id']);
      const statuses = status && [status];
      const { items, nextCursor } = await store.deliveries(data.id, { statuses, limit, cursor });
      return { body: { items: items.map((one) => deliveryToJson(one.data)), nextCursor } };
    },

    redriveDeliveries: async ({ caller, params, query: { cursor }, at }) => {
      const { id } = await active(caller, params['id']);
      const { items, nextCursor } = await store.deliveries(id, { ...REDRIVABLE, cursor });
      return {
        body: { redriven: items.length, more: nextCursor !== null, nextCursor },
        writes: items.flatMap((before) => store.deliveryWrites(before, redriven(before.data), at)),
      };
    },

    redriveDelivery: async ({ caller, params, at }) => {
      const id = params['id'] ?? '';
      await active(caller, webhookOf(id));
      const before = redrivable(await store.delivery(id));
      const data = redriven(before.data);
      return { body: deliveryToJson(data), writes: store.deliveryWrites(before, data, at) };
    },
  };
}

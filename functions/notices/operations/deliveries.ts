import type { z } from 'zod';
import type { Operations } from '../../shared/http/api.ts';
import { redriven } from '../../shared/kernel/delivery.ts';
import { progressOf, REDRIVABLE } from '../../shared/outbound/delivery-json.ts';
import { redrivable } from '../../shared/outbound/redrivable.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { NoticesApi } from '../contract/index.ts';
import type { NoticeDelivery } from '../domain/delivery.ts';
import { noticeStore } from '../store/index.ts';

type Own = Pick<Operations<NoticesApi>, 'listNoticeDeliveries' | 'redriveNoticeDeliveries' | 'redriveNoticeDelivery'>;

type NoticeDeliveryJson = z.input<NoticesApi['redriveNoticeDelivery']['success']['schema']>;

/** Shows the operator what left, and sends anew. */
export function noticeDeliveryOperations(runtime: Runtime): Own {
  const store = noticeStore(runtime.table);
  return {
    listNoticeDeliveries: async ({ query: { districtId, status, limit, cursor } }) => {
      const page = { statuses: status && [status], limit, cursor };
      const { items, nextCursor } = await store.deliveries(districtId, page);
      return { body: { items: items.map(({ data }) => noticeDeliveryToJson(data)), nextCursor } };
    },

    redriveNoticeDeliveries: async ({ body: { districtId, cursor }, at }) => {
      const { items, nextCursor } = await store.deliveries(districtId, { ...REDRIVABLE, cursor });
      return {
        body: { redriven: items.length, more: nextCursor !== null, nextCursor },
        writes: items.flatMap((before) => store.deliveryWrites(before, redriven(before.data), at)),
      };
    },

    redriveNoticeDelivery: async ({ params, at }) => {
      const before = redrivable(await store.delivery(params['id'] ?? ''));
      const data = redriven(before.data);
      return { body: noticeDeliveryToJson(data), writes: store.deliveryWrites(before, data, at) };
    },
  };
}

const noticeDeliveryToJson = (delivery: NoticeDelivery): NoticeDeliveryJson => ({
  id: delivery.id,
  entityId: delivery.entityId,
  channel: delivery.channel,
  kind: delivery.notice?.kind,
  at: delivery.at,
  ...progressOf(delivery),
});

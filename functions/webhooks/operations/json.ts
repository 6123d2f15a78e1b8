import type { z } from 'zod';
import { progressOf } from '../../shared/outbound/delivery-json.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import type { webhooksApi } from '../contract/index.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { Webhook } from '../domain/webhook.ts';

type WebhookJson = z.input<typeof webhooksApi.getWebhook.success.schema>;
type DeliveryJson = z.input<typeof webhooksApi.redriveDelivery.success.schema>;

export const webhookToJson = ({ data, version, createdAt, updatedAt }: Stored<Webhook>): WebhookJson => ({
  id: data.id,
  url: data.url,
  events: [...data.events],
  ...(data.description !== undefined && { description: data.description }),
  status: data.status,
  version,
  createdAt,
  updatedAt,
  ...(data.secret.previousUntil !== undefined && { previousSecretUntil: data.secret.previousUntil }),
});

export const deliveryToJson = (delivery: Delivery): DeliveryJson => ({
  id: delivery.id,
  event: delivery.event,
  recordId: delivery.recordId,
  at: delivery.at,
  ...progressOf(delivery),
});

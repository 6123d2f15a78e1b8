import type { z } from 'zod';
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

export const deliveryToJson = ({
  id,
  event,
  recordId,
  at,
  status,
  attempts,
  last,
  nextAt,
}: Delivery): DeliveryJson => ({
  id,
  event,
  recordId,
  at,
  status,
  attempts,
  ...(last && { lastAttempt: last }),
  ...(nextAt !== undefined && { nextAttemptAt: nextAt }),
});

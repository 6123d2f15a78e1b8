import { z } from 'zod';
import { contract } from '../../shared/http/contract.ts';
import { ListQuery, listOf } from '../../shared/http/schemas.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import * as field from '../../shared/kernel/fields.ts';
import { named, namedSome } from '../../shared/kernel/named.ts';
import { DELIVERY_STATUS_NAMES } from '../../shared/kernel/names.ts';
import { PROGRESS, RedrivenJson } from '../../shared/outbound/delivery-json.ts';
import { keptDays } from '../../shared/reference/retention.ts';
import { TIDING_NAMES, WEBHOOK_STATUS_NAMES } from '../domain/names.ts';

/** Everybody who may have a machine that listens. */
const OWNERS = ['clerk', 'operator', 'agency', 'merchant', 'agent'] as const;

const url = z.string().min(1).max(500).meta({ title: '接收地址', example: 'https://hooks.example.cn/registry' });

const events = z.array(named(TIDING_NAMES)).min(1).max(Object.keys(TIDING_NAMES).length).meta({
  title: '事件',
  description: 'Events of docs/events.md; a message tells which record has changed, not what it says',
});

const description = field.text('说明', 200).optional();

const WebhookJson = z.object({
  id: z.string(),
  url: z.string(),
  events: z.array(named(TIDING_NAMES)),
  description: z.string().optional(),
  status: named(WEBHOOK_STATUS_NAMES),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
  previousSecretUntil: z
    .string()
    .optional()
    .meta({ description: 'Until when the secret before the present one signs too' }),
});

const WithSecret = WebhookJson.extend({
  secret: z
    .string()
    .optional()
    .meta({
      description:
        'Of Standard Webhooks, `whsec_…`. This answer alone shows it: a repeated request is answered without it, and whoever ' +
        'lost it has it exchanged',
    }),
});

const DeliveryJson = z.object({
  id: z
    .string()
    .meta({ description: '`webhook-id` of every attempt: a receiver that has seen it has had the message' }),
  event: z.string(),
  recordId: z.string(),
  at: z.string(),
  ...PROGRESS,
});

concepts({ Webhook: WebhookJson, WebhookWithSecret: WithSecret, WebhookDelivery: DeliveryJson });

export const webhooksApi = contract({
  registerWebhook: {
    method: 'POST',
    path: '/v1/webhooks',
    summary:
      'Registers an address at which a machine is told what changes, among the hosts that the operator allows (订阅推送). ' +
      'Messages are signed by Standard Webhooks, come at least once and in no order; see docs/webhooks.md',
    roles: OWNERS,
    body: z.strictObject({ url, events, description }),
    success: { status: 201, schema: WithSecret },
    problems: ['WRONG_STATE'],
    idempotent: true,
    dryRun: true,
  },
  listWebhooks: {
    method: 'GET',
    path: '/v1/webhooks',
    summary: 'The caller’s own webhooks; of the operator, those of every district. Deleted ones are left out',
    roles: OWNERS,
    query: ListQuery.pick({ districtId: true }),
    success: { status: 200, schema: listOf(WebhookJson) },
    problems: [],
  },
  getWebhook: {
    method: 'GET',
    path: '/v1/webhooks/{id}',
    summary: 'One webhook',
    roles: OWNERS,
    success: { status: 200, schema: WebhookJson },
    problems: [],
  },
  changeWebhook: {
    method: 'PUT',
    path: '/v1/webhooks/{id}',
    summary:
      'Changes address and events, pauses or resumes. What a paused one would have been told is held, and sent when it is redriven',
    roles: OWNERS,
    body: z.strictObject({ url, events, description, status: namedSome(WEBHOOK_STATUS_NAMES, ['ACTIVE', 'PAUSED']) }),
    success: { status: 200, schema: WebhookJson },
    problems: ['WRONG_STATE'],
    ifMatch: true,
    dryRun: true,
  },
  rotateWebhookSecret: {
    method: 'POST',
    path: '/v1/webhooks/{id}/secret-rotation',
    summary:
      'Exchanges the secret; for a day the one before signs too, so that the receiver can take the new one in its time',
    roles: OWNERS,
    success: { status: 200, schema: WithSecret },
    problems: ['WRONG_STATE'],
    ifMatch: true,
  },
  deleteWebhook: {
    method: 'POST',
    path: '/v1/webhooks/{id}/deletion',
    summary: 'Deletes a webhook; what is under way to it is dropped',
    roles: OWNERS,
    success: { status: 200, schema: WebhookJson },
    problems: ['WRONG_STATE'],
    ifMatch: true,
  },
  pingWebhook: {
    method: 'POST',
    path: '/v1/webhooks/{id}/ping',
    summary: 'Sends a message of type WebhookPing, as any other',
    roles: OWNERS,
    success: { status: 202, schema: DeliveryJson },
    problems: ['WRONG_STATE'],
  },
  listDeliveries: {
    method: 'GET',
    path: '/v1/webhooks/{id}/deliveries',
    summary: `Messages to a webhook of the last ${keptDays('DELIVERY')} days, the newest first`,
    roles: OWNERS,
    query: ListQuery.pick({ limit: true, cursor: true }).extend({ status: named(DELIVERY_STATUS_NAMES).optional() }),
    success: { status: 200, schema: listOf(DeliveryJson) },
    problems: ['BAD_PARAMETER'],
  },
  redriveDeliveries: {
    method: 'POST',
    path: '/v1/webhooks/{id}/redrive',
    summary:
      'Sends anew what is dead or held, up to 25 messages a request; `more` says whether some are left, behind `nextCursor`',
    roles: OWNERS,
    query: ListQuery.pick({ cursor: true }),
    success: { status: 202, schema: RedrivenJson },
    problems: ['WRONG_STATE'],
  },
  redriveDelivery: {
    method: 'POST',
    path: '/v1/webhook-deliveries/{id}/redrive',
    summary: 'Sends one message anew, one that was taken too',
    roles: OWNERS,
    success: { status: 202, schema: DeliveryJson },
    problems: ['WRONG_STATE'],
  },
});

export type WebhooksApi = typeof webhooksApi;

import type { EventName } from '../../functions/events/index.ts';
import { webhooksApi } from '../../functions/webhooks/contract/index.ts';
import { DEAD_DELIVERY } from '../../functions/webhooks/domain/delivery.ts';
import { TIDINGS } from '../../functions/webhooks/domain/tidings.ts';
import { type CapabilityManifest, changer, keeper } from './model.ts';

/** Webhooks 推送: machines outside are told what changes. */
export const webhooksManifest: CapabilityManifest = {
  functions: {
    WebhooksApi: {
      entry: 'functions/webhooks/api.ts',
      timeoutSeconds: 15,
      memoryMb: 512,
      // It shows a receiver its secret, and takes only addresses to which something may be sent.
      access: { registry: 'write', audit: 'append', outbound: { secrets: ['webhookKey'] } },
    },
    TellWebhooks: keeper('functions/webhooks/subscribers/tell-webhooks.ts'),
    // Longer than a receiver may take.
    DeliverWebhook: {
      entry: 'functions/webhooks/steps/deliver-webhook.ts',
      timeoutSeconds: 20,
      memoryMb: 512,
      access: {
        registry: 'write',
        outbound: { secrets: ['webhookKey'], within: ['WEBHOOK', 'WEBHOOK_DELIVERIES'] },
      },
      alarmsOn: { line: DEAD_DELIVERY, description: '有推送一再未被对方收下；请联系对方，恢复后重新推送' },
    },
    FailWebhookDelivery: changer('functions/webhooks/steps/fail-webhook-delivery.ts'),
  },
  api: { function: 'WebhooksApi', contract: webhooksApi },
  workflows: {
    'webhook-delivery': { tasks: ['DeliverWebhook', 'FailWebhookDelivery'] },
  },
  subscriptions: TIDINGS.map(({ event }) => ({ event: event.name as EventName, function: 'TellWebhooks' })),
};

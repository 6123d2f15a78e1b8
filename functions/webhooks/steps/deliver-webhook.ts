import { outcomeOf } from '../../shared/kernel/delivery.ts';
import { deliverStep } from '../../shared/outbound/deliver.ts';
import { environmentOutbound, type Outbound } from '../../shared/outbound/outbound.ts';
import { type ReadSecret, secretsManager } from '../../shared/outbound/secret.ts';
import { signedHeaders } from '../../shared/outbound/signature.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { DEAD_DELIVERY, type Delivery } from '../domain/delivery.ts';
import { secretsAt } from '../services/secrets.ts';
import { webhookOf } from '../store/deliveries.ts';
import { webhookStore } from '../store/index.ts';

/** 推送: sends a message to its webhook once, signed, and says when to try again. */
export const build = (
  runtime: Runtime,
  send: Outbound = environmentOutbound(),
  readSecret: ReadSecret = secretsManager(),
) => {
  const store = webhookStore(runtime.table);

  const prepare = async ({ id, body }: Delivery, at: string) => {
    const webhook = (await store.webhook(webhookOf(id) ?? ''))?.data;
    if (!webhook || webhook.status === 'DELETED') return 'DROPPED';
    if (webhook.status === 'PAUSED') return 'HELD';
    return async () => {
      const secrets = await secretsAt(webhook, at, readSecret);
      const headers = {
        'Content-Type': 'application/json; charset=utf-8',
        ...signedHeaders(id, Math.floor(Date.parse(at) / 1000), body, secrets),
      };
      const { status } = await send({ url: webhook.url, headers, body });
      return { status, outcome: outcomeOf(status) };
    };
  };

  return deliverStep('DeliverWebhook', runtime, store, prepare, DEAD_DELIVERY);
};

export const handler = build(awsRuntime());

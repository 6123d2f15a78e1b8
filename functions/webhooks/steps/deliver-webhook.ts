import { z } from 'zod';
import { sha256 } from '../../shared/digest.ts';
import { logger } from '../../shared/log.ts';
import { environmentOutbound, type Outbound, OutboundFailed } from '../../shared/outbound/outbound.ts';
import { type ReadSecret, secretsManager } from '../../shared/outbound/secret.ts';
import { signedHeaders } from '../../shared/outbound/signature.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { type Attempt, attempted, DEAD_DELIVERY, type Delivery, ended } from '../domain/delivery.ts';
import type { Webhook } from '../domain/webhook.ts';
import { secretsAt } from '../services/secrets.ts';
import { type StoredDelivery, webhookOf } from '../store/deliveries.ts';
import { webhookStore } from '../store/index.ts';

const Input = z.looseObject({ deliveryId: z.string(), round: z.int() });

/**
 * 推送: sends a message once, and says when to try again. A receiver that has answered is not asked again; one whose answer
 * was lost, or was sent to by a step that was killed before it noted so, has the message twice by the same identifier.
 */
export const build = (
  runtime: Runtime,
  send: Outbound = environmentOutbound(),
  readSecret: ReadSecret = secretsManager(),
) => {
  const store = webhookStore(runtime.table);

  const keep = async (before: StoredDelivery, data: Delivery) => {
    await runtime.table.commit(store.deliveryWrites(before, data, runtime.now().toISOString()));
    return { deliveryId: data.id, outcome: data.status, waitSeconds: 0 };
  };

  const attempt = async (webhook: Webhook, { id, body }: Delivery): Promise<Attempt> => {
    const at = runtime.now().toISOString();
    const secrets = await secretsAt(webhook, at, readSecret);
    const headers = {
      'Content-Type': 'application/json; charset=utf-8',
      ...signedHeaders(id, Math.floor(Date.parse(at) / 1000), body, secrets),
    };
    const began = performance.now();
    const took = (): number => Math.round(performance.now() - began);
    try {
      const { status } = await send({ url: webhook.url, headers, body });
      return { at, status, milliseconds: took() };
    } catch (error) {
      if (error instanceof OutboundFailed) return { at, fault: error.fault, milliseconds: took() };
      throw error;
    }
  };

  return step('DeliverWebhook', Input, async ({ deliveryId, round }) => {
    const before = await store.delivery(deliveryId);
    // Gone after 30 days, or overtaken by a redrive.
    if (!before || before.data.round !== round) return { deliveryId, outcome: 'DROPPED', waitSeconds: 0 };
    if (before.data.status !== 'PENDING') return { deliveryId, outcome: before.data.status, waitSeconds: 0 };
    const webhook = (await store.webhook(webhookOf(deliveryId) ?? ''))?.data;
    if (!webhook || webhook.status === 'DELETED') return keep(before, ended(before.data, 'DROPPED'));
    if (webhook.status === 'PAUSED') return keep(before, ended(before.data, 'HELD'));
    const last = await attempt(webhook, before.data);
    const { after, waitSeconds } = attempted(before.data, last, spreadOf(deliveryId, before.data.attempts));
    const facts = {
      deliveryId,
      attempt: after.attempts,
      status: last.status,
      fault: last.fault,
      outcome: after.status,
    };
    if (after.status === 'DEAD') logger.error(DEAD_DELIVERY, facts);
    else logger.info('a webhook was sent to', facts);
    return { ...(await keep(before, after)), waitSeconds };
  });
};

/** In [0, 1), another one of each attempt of each delivery, and the same of a step that runs twice. */
const spreadOf = (deliveryId: string, attempts: number): number =>
  Number.parseInt(sha256([deliveryId, attempts]).slice(0, 8), 16) / 2 ** 32;

export const handler = build(awsRuntime());

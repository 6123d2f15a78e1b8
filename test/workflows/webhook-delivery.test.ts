import { describe, expect, it } from 'vitest';
import { loadDefinitions } from '../../infra/local/definitions.ts';
import { webhooksManifest } from '../../infra/manifest/webhooks.ts';
import { type Act, bench, returns, run, throws } from '../infra/local/step-functions/kit.ts';
import { TRANSIENT } from './transient.ts';

const definitions = loadDefinitions(webhooksManifest.workflows ?? {});

const deliveryId = 'webhook-500111-1_D';
const input = { deliveryId, round: 2, correlationId: 'request-1' };
const outcome = (name: string, waitSeconds = 0): Act => returns({ deliveryId, outcome: name, waitSeconds });

/** The first attempt and eight more. */
const ATTEMPTS = 9;

const go = async (script: Record<string, readonly Act[]>) => {
  const one = await bench(definitions, { FailWebhookDelivery: [returns({ deliveryId })], ...script });
  const ended = await run(one, 'webhook-delivery', input);
  await one.stepFunctions.close();
  return { ...ended, invocations: one.invocations };
};

describe('webhook-delivery', () => {
  it.each([
    ['was taken', 'DELIVERED', 'Delivered'],
    ['is dead', 'DEAD', 'NotTaken'],
    ['is held', 'HELD', 'Held'],
    ['was dropped', 'DROPPED', 'Dropped'],
    ['has an outcome that it does not know', 'OTHER', 'Dropped'],
  ])('ends in a state of its own where the message %s', async (_what, name, end) => {
    expect(await go({ DeliverWebhook: [outcome(name)] })).toMatchObject({
      status: 'SUCCEEDED',
      path: ['DeliverWebhook', 'CheckDelivery', end],
    });
  });

  it('waits as long as the step says, and sends with the input that it began with', async () => {
    const { status, path, invocations } = await go({
      DeliverWebhook: [outcome('PENDING', 5), outcome('PENDING', 36_000), outcome('DELIVERED')],
    });
    expect(status).toBe('SUCCEEDED');
    const attempt = ['DeliverWebhook', 'CheckDelivery'];
    expect(path).toEqual([...attempt, 'AwaitReceiver', ...attempt, 'AwaitReceiver', ...attempt, 'Delivered']);
    expect(invocations.map(({ payload }) => payload)).toEqual([input, input, input]);
  });

  it.each(TRANSIENT)('tries the step again on %s, and then says that the delivery is dead', async (error) => {
    const { invocations, ...ended } = await go({ DeliverWebhook: [throws(error)] });
    expect(ended).toMatchObject({
      status: 'FAILED',
      error: 'DeliveryFailed',
      path: ['DeliverWebhook', 'FailWebhookDelivery', 'DeliveryFailed'],
    });
    expect(invocations.filter(({ name }) => name === 'DeliverWebhook')).toHaveLength(ATTEMPTS);
    expect(invocations.at(-1)).toMatchObject({
      name: 'FailWebhookDelivery',
      payload: { deliveryId, error, execution: expect.any(String), correlationId: 'request-1' },
    });
  });

  it('fails at once on what another attempt does not mend', async () => {
    const { invocations, ...ended } = await go({ DeliverWebhook: [throws('ZodError')] });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'DeliveryFailed' });
    expect(invocations.filter(({ name }) => name === 'DeliverWebhook')).toHaveLength(1);
  });
});

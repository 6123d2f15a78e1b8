import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadDefinitions } from '../../infra/local/definitions.ts';
import { definitionFile } from '../../infra/manifest/model.ts';
import { noticesManifest } from '../../infra/manifest/notices.ts';
import { type Act, bench, returns, run, throws } from '../infra/local/step-functions/kit.ts';

const definitions = loadDefinitions(noticesManifest.workflows ?? {});

const deliveryId = 'notices-500111_D';
const input = { deliveryId, round: 1, correlationId: 'request-1' };
const outcome = (name: string, waitSeconds = 0): Act => returns({ deliveryId, outcome: name, waitSeconds });

const go = async (script: Record<string, readonly Act[]>) => {
  const one = await bench(definitions, { FailNoticeDelivery: [returns({ deliveryId })], ...script });
  const ended = await run(one, 'notice-delivery', input);
  await one.stepFunctions.close();
  return { ...ended, invocations: one.invocations };
};

/** A definition as it is whatever its functions are called and its comments say. */
const shapeOf = (workflow: string, names: Readonly<Record<string, string>>): unknown => {
  const text = readFileSync(definitionFile(workflow), 'utf8').replaceAll(/\b\w+\b/g, (word) => names[word] ?? word);
  return JSON.parse(text, (key, value: unknown) => {
    if (key === 'Comment') return undefined;
    // Filing, which is asked for the number of a text message, may be out of reach.
    return key === 'ErrorEquals' ? (value as string[]).filter((one) => one !== 'ApiUnreachable') : value;
  });
};

describe('notice-delivery', () => {
  it('goes as webhook-delivery does', () => {
    const names = { DeliverNotice: 'DeliverWebhook', FailNoticeDelivery: 'FailWebhookDelivery' };
    expect(shapeOf('notice-delivery', names)).toEqual(shapeOf('webhook-delivery', {}));
  });

  it('waits as long as the step says, and sends with the input that it began with', async () => {
    const { status, path, invocations } = await go({
      DeliverNotice: [outcome('PENDING', 5), outcome('PENDING', 36_000), outcome('DELIVERED')],
    });
    expect(status).toBe('SUCCEEDED');
    const attempt = ['DeliverNotice', 'CheckDelivery'];
    expect(path).toEqual([...attempt, 'AwaitReceiver', ...attempt, 'AwaitReceiver', ...attempt, 'Delivered']);
    expect(invocations.map(({ payload }) => payload)).toEqual([input, input, input]);
  });

  it('tries the step again where filing is out of reach, and then says that the delivery is dead', async () => {
    const { invocations, ...ended } = await go({ DeliverNotice: [throws('ApiUnreachable')] });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'DeliveryFailed' });
    expect(invocations.filter(({ name }) => name === 'DeliverNotice')).toHaveLength(9);
    expect(invocations.at(-1)).toMatchObject({ name: 'FailNoticeDelivery', payload: { error: 'ApiUnreachable' } });
  });
});

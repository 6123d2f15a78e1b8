import { BatchWriteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EventName } from '../../../functions/events/index.ts';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { PAUSES_SECONDS } from '../../../functions/shared/kernel/delivery.ts';
import { identifier } from '../../../functions/shared/kernel/identifier.ts';
import { logger } from '../../../functions/shared/log.ts';
import type { Outbound } from '../../../functions/shared/outbound/outbound.ts';
import { type ReadSecret, SecretUnavailable } from '../../../functions/shared/outbound/secret.ts';
import { isSigned } from '../../../functions/shared/outbound/signature.ts';
import { contracts } from '../../../functions/system/contracts.ts';
import { webhooksApi } from '../../../functions/webhooks/contract/index.ts';
import { DEAD_DELIVERY } from '../../../functions/webhooks/domain/delivery.ts';
import { TIDINGS } from '../../../functions/webhooks/domain/tidings.ts';
import { build as buildDeliver } from '../../../functions/webhooks/steps/deliver-webhook.ts';
import { build as buildFail } from '../../../functions/webhooks/steps/fail-webhook-delivery.ts';
import { build as buildTell } from '../../../functions/webhooks/subscribers/tell-webhooks.ts';
import { functions } from '../../../infra/manifest.ts';
import { agency, clerk, DAZU, merchant, operator, YUZHONG } from '../../kit/call.ts';
import { invoke } from '../../kit/deliver.ts';
import { answers, cuts, type Receiver, startReceiver } from '../../kit/receiver.ts';
import { useRegistry } from '../../kit/registry.ts';
import { watched } from '../../kit/watched.ts';
import { delivery, sample } from '../events/samples.ts';
import { ask, readSecret } from './kit.ts';

const registry = useRegistry();
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
beforeEach(() => {
  receiver.received.length = 0;
  receiver.behaviours.length = 0;
  registry.setClock('2026-03-17T01:30:00.000Z');
});
afterAll(() => receiver.close());

const entity = (n: number, districtId = DAZU) =>
  identifier('entity', districtId, `01JDXKQ8Z3W5T7V9Y1${String(n).padStart(8, '0')}`);
const at = '2026-03-17T01:30:00.000Z';
let trades = 0;
const trade = (changes: object = {}) => {
  trades += 1;
  return sample('TradeChanged', {
    districtId: DAZU,
    version: 1,
    at,
    tradeId: `trade-${DAZU}-${trades}`,
    merchantId: entity(1),
    status: 'REGISTERED',
    ...changes,
  });
};

const register = async (caller: Caller, events: string[] = ['TradeChanged']) => {
  const options = { caller, body: { url: receiver.url('/in'), events } };
  const { body } = await ask(registry.runtime, 'registerWebhook', options, `receiver.example.cn:${receiver.port}`);
  return { id: body.id as string, secret: body.secret as string, caller };
};
type Hook = Awaited<ReturnType<typeof register>>;

const tell = (name: EventName, detail: object) => invoke(buildTell(registry.runtime), delivery(name, detail));
const list = async ({ id, caller }: Hook, query: Record<string, string> = {}) =>
  (await ask(registry.runtime, 'listDeliveries', { caller, params: { id }, query })).body.items;
const run = async (
  deliveryId: string,
  round = 1,
  send: Outbound = receiver.outbound(),
  secret: ReadSecret = readSecret,
) =>
  invoke<{ outcome: string; waitSeconds: number }>(buildDeliver(registry.runtime, send, secret), {
    deliveryId,
    round,
  });
const change = (hook: Hook, version: number, status: string) =>
  ask(
    registry.runtime,
    'changeWebhook',
    {
      caller: hook.caller,
      params: { id: hook.id },
      headers: { 'If-Match': `"${version}"` },
      body: { url: receiver.url('/in'), events: ['TradeChanged'], status },
    },
    `receiver.example.cn:${receiver.port}`,
  );
const started = async ({ id }: Hook) =>
  (await registry.messages(`DST#${id.slice(8, 14)}#WEBHOOK_DELIVERIES#${id}`)).map((message) =>
    message.type === 'start' ? message.executionName : '',
  );

// First, since it clears away what others would have left.
it('keeps a delivery of what happened long ago from when it was made, and anew from when it is redriven', async () => {
  const hook = await register(clerk());
  registry.setClock('2026-06-17T01:30:00.000Z');
  const told = trade();
  await tell('TradeChanged', told);
  const [{ id }] = await list(hook);
  registry.setClock('2026-07-10T01:30:00.000Z');
  await registry.expire(new Date('2026-07-10T01:30:00.000Z'));
  for (const _pause of [...PAUSES_SECONDS, 0]) await run(id, 1, receiver.outbound({ hosts: [] }));
  await ask(registry.runtime, 'redriveDeliveries', { caller: hook.caller, params: { id: hook.id } });
  const before = await started(hook);
  expect(before).toHaveLength(2);
  await registry.expire(new Date('2026-07-18T01:30:00.000Z'));
  expect(await run(id, 2)).toMatchObject({ outcome: 'DELIVERED' });
  await registry.expire(new Date('2026-08-09T01:30:01.000Z'));
  expect(await list(hook)).toEqual([]);
  // Told once more, it is started by a name that no ended execution has.
  registry.setClock('2026-08-09T01:30:02.000Z');
  await tell('TradeChanged', told);
  const [name = '', ...others] = await started(hook);
  expect([others, before.includes(name)]).toEqual([[], false]);
});

describe('an event', () => {
  it('is a delivery for whoever asked for it and may see its record, and for nobody else', async () => {
    const hooks = {
      clerk: await register(clerk()),
      'clerk elsewhere': await register(clerk(YUZHONG)),
      'clerk who asked for others': await register(clerk(), ['FilingChanged']),
      agency: await register(agency()),
      operator: await register(operator()),
      merchant: await register(merchant(entity(1))),
      'another merchant': await register(merchant(entity(2))),
    };
    await tell('TradeChanged', trade());
    const counts = await Promise.all(
      Object.entries(hooks).map(async ([name, hook]) => [name, (await list(hook)).length]),
    );
    expect(Object.fromEntries(counts)).toEqual({
      clerk: 1,
      'clerk elsewhere': 0,
      'clerk who asked for others': 0,
      agency: 1,
      operator: 1,
      merchant: 1,
      'another merchant': 0,
    });
  });

  it('tells which record has changed and nothing that the record says', async () => {
    const hook = await register(clerk());
    const detail = trade({ merchantName: '王小明', stall: 'A-18' });
    await tell('TradeChanged', detail);
    const [{ id }] = await list(hook);
    await run(id);
    expect(JSON.parse(receiver.received[0]?.body ?? '')).toEqual({
      type: 'TradeChanged',
      timestamp: at,
      data: {
        recordId: detail.tradeId,
        districtId: DAZU,
        version: 1,
        status: 'REGISTERED',
        path: `/v1/trades/${detail.tradeId}`,
      },
    });
  });

  it('that comes twice is one delivery and one execution', async () => {
    const hook = await register(clerk());
    const detail = trade();
    await Promise.all([tell('TradeChanged', detail), tell('TradeChanged', detail)]);
    await tell('TradeChanged', detail);
    expect(await list(hook)).toHaveLength(1);
    expect(await started(hook)).toHaveLength(1);
    await tell('TradeChanged', { ...detail, version: 2 });
    expect(await list(hook)).toHaveLength(2);
  });

  it.each(TIDINGS.map(({ event, read }) => [event.name as EventName, read] as const))(
    '%s leads to a route that those whom it tells may read',
    (name, read) => {
      const { path, recordId, roles } = read(sample(name));
      const routes = Object.values(contracts).flatMap((contract) => Object.values(contract));
      const form = path.replace(recordId, '{id}');
      const route = routes.find((one) => one.method === 'GET' && one.path === form);
      expect(route, form).toBeDefined();
      const readers: readonly string[] = route?.roles ?? [];
      expect(roles.filter((role) => !readers.includes(role))).toEqual([]);
      // Of those who may have a webhook, nobody that may read it there is left out.
      const owners: readonly string[] = webhooksApi.registerWebhook.roles;
      expect(readers.filter((role) => owners.includes(role) && !roles.includes(role))).toEqual([]);
    },
  );
});

describe('a delivery', () => {
  const made = async () => {
    const hook = await register(clerk());
    await tell('TradeChanged', trade());
    const [{ id }] = await list(hook);
    return { hook, id: id as string };
  };
  const one = async (hook: Hook) => (await list(hook))[0];

  it('is signed with its time by the secret that its owner was shown', async () => {
    const { hook, id } = await made();
    expect(await run(id)).toMatchObject({ outcome: 'DELIVERED' });
    const [got] = receiver.received;
    const headers = got?.headers as Record<string, string>;
    expect(headers['webhook-id']).toBe(id);
    const seconds = Date.parse(at) / 1000;
    expect(isSigned(headers, got?.body ?? '', hook.secret, seconds)).toBe(true);
    expect(isSigned(headers, got?.body ?? '', hook.secret, seconds + 301)).toBe(false);
    expect(await one(hook)).toMatchObject({ status: 'DELIVERED', attempts: 1, lastAttempt: { status: 204 } });
    // A step may run twice.
    expect(await run(id)).toMatchObject({ outcome: 'DELIVERED' });
    expect(receiver.received).toHaveLength(1);
  });

  it('is signed by both secrets while one is exchanged, and then by the new one alone', async () => {
    const { hook, id } = await made();
    const params = { id: hook.id };
    const { body } = await ask(registry.runtime, 'rotateWebhookSecret', {
      caller: hook.caller,
      params,
      headers: { 'If-Match': '"1"' },
    });
    receiver.behaviours.push(answers(500));
    await run(id);
    registry.setClock('2026-03-18T01:30:00.000Z');
    await run(id);
    const valid = receiver.received.map(({ headers, body: text }) => {
      const own = headers as Record<string, string>;
      return [body.secret, hook.secret].map((secret) => isSigned(own, text, secret, Number(own['webhook-timestamp'])));
    });
    expect(valid).toEqual([
      [true, true],
      [true, false],
    ]);
  });

  it('is tried with growing pauses until none is left, the same to the byte, and is then dead', async () => {
    const { hook, id } = await made();
    const errors: unknown[] = [];
    const { error } = logger;
    logger.error = (message, facts) => void errors.push({ message, ...facts });
    const pauses: number[] = [];
    try {
      for (const behaviour of [answers(500), answers(301, { Location: 'https://evil.example.com/' }), cuts])
        receiver.behaviours.push(behaviour);
      for (const [index, pause] of PAUSES_SECONDS.entries()) {
        receiver.behaviours.push(answers(503));
        const { outcome, waitSeconds } = await run(id);
        expect(outcome).toBe('PENDING');
        expect(waitSeconds).toBeGreaterThanOrEqual(pause);
        expect(waitSeconds).toBeLessThanOrEqual(Math.ceil(pause * 1.25));
        expect((await one(hook)).attempts).toBe(index + 1);
        pauses.push(waitSeconds);
      }
      receiver.behaviours.push(answers(503), answers(503));
      expect(await run(id)).toMatchObject({ outcome: 'DEAD' });
    } finally {
      logger.error = error;
    }
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([id]));
    expect(await one(hook)).toMatchObject({ status: 'DEAD', attempts: PAUSES_SECONDS.length + 1 });
    expect((await one(hook)).nextAttemptAt).toBeUndefined();
    expect(errors).toMatchObject([{ message: 'a delivery to a webhook is dead', deliveryId: id }]);
  });

  it.each<[what: string, secret: ReadSecret]>([
    ['cannot be read', () => Promise.reject(new SecretUnavailable('WEBHOOK_KEY'))],
    ['is too short', async () => 'short'],
  ])('whose secret %s is tried as long as any other, is then dead, and an alarm counts it', async (_what, secret) => {
    const { hook, id } = await made();
    const errors: unknown[] = [];
    const { error } = logger;
    logger.error = (message, facts) => void errors.push({ message, ...facts });
    try {
      for (const pause of PAUSES_SECONDS) {
        const { outcome, waitSeconds } = await run(id, 1, receiver.outbound(), secret);
        expect(outcome).toBe('PENDING');
        expect(waitSeconds).toBeGreaterThanOrEqual(pause);
      }
      expect(await run(id, 1, receiver.outbound(), secret)).toMatchObject({ outcome: 'DEAD' });
    } finally {
      logger.error = error;
    }
    expect(errors).toMatchObject([{ message: DEAD_DELIVERY, deliveryId: id, fault: 'NO_SECRET' }]);
    expect(await one(hook)).toMatchObject({ status: 'DEAD', lastAttempt: { fault: 'NO_SECRET' } });
    expect(receiver.received).toEqual([]);
  });

  it('whose secret can be read again is sent', async () => {
    const { hook, id } = await made();
    await run(id, 1, receiver.outbound(), () => Promise.reject(new SecretUnavailable('WEBHOOK_KEY')));
    expect(await one(hook)).toMatchObject({ status: 'PENDING', attempts: 1, lastAttempt: { fault: 'NO_SECRET' } });
    expect(await run(id)).toMatchObject({ outcome: 'DELIVERED' });
  });

  it('that is dead is redriven as a further round, one by one or all at once', async () => {
    const { hook, id } = await made();
    const fail = buildFail(registry.runtime);
    const [execution = ''] = await started(hook);
    await invoke(fail, { deliveryId: id, execution: 'another', error: 'X' });
    expect((await one(hook)).status).toBe('PENDING');
    await invoke(fail, { deliveryId: id, execution, error: 'TableUnavailable' });
    expect(await one(hook)).toMatchObject({ status: 'DEAD', lastAttempt: { fault: 'TableUnavailable' } });

    const redrive = () => ask(registry.runtime, 'redriveDelivery', { caller: hook.caller, params: { id } });
    expect((await redrive()).body).toMatchObject({ id, status: 'PENDING', attempts: 0 });
    expect((await redrive()).body.code).toBe('WRONG_STATE');
    expect(await started(hook)).toEqual([execution, execution.replace(/-1$/, '-2')]);
    // The round before has been overtaken.
    expect(await run(id, 1)).toMatchObject({ outcome: 'DROPPED' });
    expect(await run(id, 2)).toMatchObject({ outcome: 'DELIVERED' });
    // One that was taken is replayed.
    expect((await redrive()).body.status).toBe('PENDING');
    await run(id, 3);
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([id, id]);
    const all = await ask(registry.runtime, 'redriveDeliveries', { caller: hook.caller, params: { id: hook.id } });
    expect(all.body).toEqual({ redriven: 0, more: false, nextCursor: null });
  });

  it('that is dead is found behind all that was delivered since', async () => {
    const { hook, id } = await made();
    const [execution = ''] = await started(hook);
    await invoke(buildFail(registry.runtime), { deliveryId: id, execution, error: 'TableUnavailable' });
    const { Items: [dead] = [] } = await registry.documents.send(
      new ScanCommand({
        TableName: 'registry',
        FilterExpression: 'delivery.id = :id',
        ExpressionAttributeValues: { ':id': id },
      }),
    );
    // As many as the redrive of one request does not look through.
    const later = Array.from({ length: 4_100 }, (_, index) => {
      const sk = `D#2026-03-18T00:00:00.000Z#TradeChanged#trade#${index}`;
      return { ...dead, sk, delivery: { ...dead?.['delivery'], status: 'DELIVERED' } };
    });
    for (let from = 0; from < later.length; from += 25) {
      const RequestItems = { registry: later.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } })) };
      await registry.documents.send(new BatchWriteCommand({ RequestItems }));
    }
    const redrive = async (query: Record<string, string>) =>
      (await ask(registry.runtime, 'redriveDeliveries', { caller: hook.caller, params: { id: hook.id }, query })).body;
    const first = await redrive({});
    expect(first).toEqual({ redriven: 0, more: true, nextCursor: expect.any(String) });
    expect(await redrive({ cursor: first.nextCursor })).toEqual({ redriven: 1, more: false, nextCursor: null });
  });

  it('is held while its webhook is paused, under way or new, and sent when it is redriven', async () => {
    const { hook, id } = await made();
    await change(hook, 1, 'PAUSED');
    expect(await run(id)).toMatchObject({ outcome: 'HELD' });
    for (let n = 0; n < 29; n += 1) await tell('TradeChanged', trade());
    expect(await list(hook, { status: 'HELD' })).toHaveLength(30);
    expect(await started(hook)).toHaveLength(1);
    await change(hook, 2, 'ACTIVE');
    const redrive = async () =>
      (await ask(registry.runtime, 'redriveDeliveries', { caller: hook.caller, params: { id: hook.id } })).body;
    expect(await redrive()).toEqual({ redriven: 25, more: true, nextCursor: expect.any(String) });
    expect(await redrive()).toEqual({ redriven: 5, more: false, nextCursor: null });
    expect(await list(hook, { status: 'PENDING' })).toHaveLength(30);
    expect(receiver.received).toEqual([]);
  });

  it('touches no records but those that the role of what sends it may on AWS', async () => {
    const { id } = await made();
    const { runtime, kinds } = watched(registry.runtime);
    await invoke(buildDeliver(runtime, receiver.outbound(), readSecret), { deliveryId: id, round: 1 });
    expect(kinds).toEqual(new Set(functions['DeliverWebhook']?.access.outbound?.within));
  });

  it('is dropped with its webhook', async () => {
    const { hook, id } = await made();
    await ask(registry.runtime, 'deleteWebhook', {
      caller: hook.caller,
      params: { id: hook.id },
      headers: { 'If-Match': '"1"' },
    });
    expect(await run(id)).toMatchObject({ outcome: 'DROPPED' });
    await tell('TradeChanged', trade());
    expect(await list(hook)).toHaveLength(1);
    expect(receiver.received).toEqual([]);
  });

  it('to a host that was taken off the list, or that leads inside, is not sent', async () => {
    const { hook, id } = await made();
    await run(id, 1, receiver.outbound({ hosts: [] }));
    expect((await one(hook)).lastAttempt).toMatchObject({ fault: 'NOT_ALLOWED' });
    await run(id, 1, receiver.outbound({ isPublic: undefined }));
    expect((await one(hook)).lastAttempt).toMatchObject({ fault: 'PRIVATE_ADDRESS' });
    expect(receiver.received).toEqual([]);
  });

  it('is one of a list, page by page', async () => {
    const hook = await register(clerk());
    for (let n = 0; n < 7; n += 1) await tell('TradeChanged', trade());
    const seen: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const query = { limit: '3', ...(cursor !== undefined && { cursor }) };
      const { body } = await ask(registry.runtime, 'listDeliveries', {
        caller: hook.caller,
        params: { id: hook.id },
        query,
      });
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      if (body.nextCursor === null) break;
      cursor = body.nextCursor;
    }
    expect(new Set(seen).size).toBe(7);
    const other = await register(clerk());
    const query = { cursor: seen[0] ?? '' };
    expect(
      (await ask(registry.runtime, 'listDeliveries', { caller: hook.caller, params: { id: other.id }, query })).status,
    ).toBe(400);
  });
});

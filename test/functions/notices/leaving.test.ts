import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EventName } from '../../../functions/events/index.ts';
import { noticesApi } from '../../../functions/notices/contract/index.ts';
import { DEAD_NOTICE } from '../../../functions/notices/domain/delivery.ts';
import { CODE_MINUTES, MAX_CODES_A_DAY, MAX_TRIES } from '../../../functions/notices/domain/mail-code.ts';
import { NEWS } from '../../../functions/notices/domain/news.ts';
import { MAX_TEXT, textOf } from '../../../functions/notices/domain/outgoing.ts';
import { noticeDeliveryOperations } from '../../../functions/notices/operations/deliveries.ts';
import { noticeOperations } from '../../../functions/notices/operations/notices.ts';
import { noticeSettingsOperations } from '../../../functions/notices/operations/settings.ts';
import type { Channels } from '../../../functions/notices/services/channels.ts';
import { build as buildDeliver } from '../../../functions/notices/steps/deliver-notice.ts';
import { build as buildFail } from '../../../functions/notices/steps/fail-notice-delivery.ts';
import { build as buildNotify } from '../../../functions/notices/subscribers/notify.ts';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { restApi } from '../../../functions/shared/http/api.ts';
import { type ApiCall, ApiUnreachable, type CallApi } from '../../../functions/shared/invoke/invoke.ts';
import { PAUSES_SECONDS } from '../../../functions/shared/kernel/delivery.ts';
import { identifier } from '../../../functions/shared/kernel/identifier.ts';
import { logger } from '../../../functions/shared/log.ts';
import { SecretUnavailable } from '../../../functions/shared/outbound/secret.ts';
import { isSigned, SECRET_PREFIX } from '../../../functions/shared/outbound/signature.ts';
import { texter } from '../../../functions/shared/outbound/text.ts';
import type { Runtime } from '../../../functions/shared/runtime.ts';
import { functions } from '../../../infra/manifest.ts';
import { type CallOptions, call, clerk, DAZU, merchant, operator } from '../../kit/call.ts';
import { invoke } from '../../kit/deliver.ts';
import { answers, hangs, type Receiver, startReceiver } from '../../kit/receiver.ts';
import { useRegistry } from '../../kit/registry.ts';
import { type Relay, startRelay } from '../../kit/relay.ts';
import { watched } from '../../kit/watched.ts';
import { delivery, SAMPLES, sample } from '../events/samples.ts';
import { newsOf } from './news.ts';

const registry = useRegistry();
let relay: Relay;
let gateway: Receiver;
const KEY = 'g'.repeat(48);
const AT = '2026-03-17T01:30:00.000Z';
const PHONE = '+86 138-0000-0001';
/** What filing says of phones; where it is out of reach, nothing. */
let phone: string | undefined = PHONE;
const asked: ApiCall[] = [];

beforeAll(async () => {
  [relay, gateway] = await Promise.all([startRelay(), startReceiver()]);
});
beforeEach(() => {
  for (const list of [relay.taken, relay.manners, gateway.received, gateway.behaviours, asked]) list.length = 0;
  phone = PHONE;
  registry.setClock(AT);
});
afterAll(async () => void (await Promise.all([relay.close(), gateway.close()])));

const filing: CallApi = async (_name, one) => {
  asked.push(one);
  if (phone === undefined) throw new ApiUnreachable('filing is out of reach');
  return { status: 200, headers: {}, body: { entity: { contact: { name: '王五', phone } } } };
};
const channels = (): Channels => ({
  mail: relay.mailer(),
  text: texter(gateway.url('/send'), gateway.outbound({ limits: LIMITS }), async () => KEY),
});
const noSecret = () => Promise.reject(new SecretUnavailable('TEXT_GATEWAY_KEY'));
const LIMITS = { connectMs: 2_000, totalMs: 2_000, answerBytes: 1024 };

const SWITCHED_ON = {
  OUTBOUND_HOSTS: 'smtp.example.cn:465 text.example.cn',
  MAIL_RELAY: 'smtp.example.cn',
  MAIL_FROM: 'registry@example.cn',
  TEXT_GATEWAY: 'https://text.example.cn/',
};

let parties = 0;
const party = (): Caller & { entityId: string } => {
  parties += 1;
  const entityId = identifier('entity', DAZU, `01JDXKQ8Z3W5T7V9Y1${String(parties).padStart(8, '0')}`);
  return { ...merchant(entityId), entityId };
};

const ask = (
  operation: keyof typeof noticesApi,
  options: CallOptions,
  environment: NodeJS.ProcessEnv = SWITCHED_ON,
) => {
  const operations = (on: Runtime) => ({
    ...noticeOperations(on),
    ...noticeSettingsOperations(on, filing, environment),
    ...noticeDeliveryOperations(on),
  });
  return call(restApi(noticesApi, operations, registry.runtime), noticesApi, operation, options);
};

const settings = (caller: Caller) => ask('getNoticeSettings', { caller });
const choose = async (caller: Caller, body: object, environment?: NodeJS.ProcessEnv) => {
  const version = (await settings(caller)).headers['ETag'];
  return ask('changeNoticeSettings', { caller, body, headers: { 'If-Match': version } }, environment);
};
const confirm = (caller: Caller, code: string) => ask('confirmMailAddress', { caller, body: { code } });

const trade = (entityId: string, changes: object = {}) =>
  sample('TradeChanged', {
    districtId: DAZU,
    version: 1,
    at: AT,
    tradeId: `trade-${entityId}`,
    status: 'REGISTERED',
    review: undefined,
    merchantId: entityId,
    merchantName: '兴旺五金',
    tradeOperatorId: undefined,
    ...changes,
  });
const tell = (name: EventName, detail: object) => invoke(buildNotify(registry.runtime), delivery(name, detail));

/** Deliveries of a party, the newest first. */
const left = async ({ entityId }: { entityId: string }) => {
  const query = { districtId: DAZU, limit: '200' };
  const { items } = (await ask('listNoticeDeliveries', { caller: operator(), query })).body;
  return items.filter((one: { entityId: string }) => one.entityId === entityId);
};
const send = (deliveryId: string, round = 1, through: Channels = channels()) =>
  invoke<{ outcome: string; waitSeconds: number }>(buildDeliver(registry.runtime, through, filing), {
    deliveryId,
    round,
  });
const codeIn = (text = ''): string => /\d{6}/.exec(text)?.[0] ?? '';

/** A party whose mailbox is confirmed. */
const withMail = async (more: object = {}) => {
  const caller = party();
  await choose(caller, { channels: ['MAIL'], mailAddress: 'shop@example.com', ...more });
  const [{ id }] = await left(caller);
  await send(id);
  expect((await confirm(caller, codeIn(relay.taken[0]?.text))).body).toMatchObject({ mailConfirmed: true });
  relay.taken.length = 0;
  return caller;
};
const withText = async () => {
  const caller = party();
  await choose(caller, { channels: ['TEXT'] });
  return caller;
};

describe('a party', () => {
  it('that has chosen nothing is told nothing outside, and a clerk cannot choose for it', async () => {
    const caller = party();
    expect((await settings(caller)).body).toEqual({ channels: [], mailConfirmed: false, available: ['MAIL', 'TEXT'] });
    await tell('TradeChanged', trade(caller.entityId));
    expect(await left(caller)).toEqual([]);
    expect((await ask('getNoticeSettings', { caller: clerk() })).status).toBe(403);
  });

  it.each([
    ['a channel that is off', { channels: ['MAIL'], mailAddress: 'a@example.com' }, {}, 'CHANNEL_OFF'],
    ['mail without an address', { channels: ['MAIL'] }, SWITCHED_ON, 'MAIL_ADDRESS_MISSING'],
  ])('cannot choose %s', async (_what, body, environment, code) => {
    const { status, body: problem } = await choose(party(), body, environment);
    expect([status, problem.errors.map((one: { code: string }) => one.code)]).toEqual([422, [code]]);
    expect(problem.errors[0].message).toMatch(/\p{Script=Han}/u);
  });

  it('cannot choose text messages where its filed phone takes none', async () => {
    phone = '023-43700000';
    const { body } = await choose(party(), { channels: ['TEXT'] });
    expect(body.errors).toMatchObject([{ code: 'PHONE_TAKES_NO_TEXT', pointer: '/channels' }]);
  });

  it('whose people choose at once does not undo what another has chosen', async () => {
    const caller = party();
    const headers = { 'If-Match': '"0"' };
    const chosen = await Promise.all(
      ['MAIL', 'TEXT'].map((one) =>
        ask('changeNoticeSettings', {
          caller,
          headers,
          body: { channels: [one], ...(one === 'MAIL' && { mailAddress: 'shop@example.com' }) },
        }),
      ),
    );
    expect(chosen.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
  });

  it('is told only of the kinds that it has chosen', async () => {
    const caller = await withMail({ kinds: ['TRADE_WITHDRAWN'] });
    await tell('TradeChanged', trade(caller.entityId));
    const withdrawn = { version: 2, status: 'WITHDRAWN', reason: '货物有误' };
    await tell('TradeChanged', trade(caller.entityId, withdrawn));
    expect((await left(caller)).map(({ kind }: { kind?: string }) => kind)).toEqual(['TRADE_WITHDRAWN', undefined]);
  });
});

describe('a mail address', () => {
  it('is sent its code and nothing else until it is confirmed by that', async () => {
    const caller = party();
    await choose(caller, { channels: ['MAIL'], mailAddress: 'shop@example.com' });
    await tell('TradeChanged', trade(caller.entityId));
    const all = await left(caller);
    expect(all).toHaveLength(1);
    await send(all[0].id);
    expect(relay.taken.map(({ to }) => to)).toEqual([['shop@example.com']]);
    const code = codeIn(relay.taken[0]?.text);
    expect((await confirm(caller, code)).body).toMatchObject({ mailConfirmed: true, mailAddress: 'shop@example.com' });
    expect((await confirm(caller, code)).body.code).toBe('WRONG_STATE');
    await tell('TradeChanged', trade(caller.entityId, { version: 2, status: 'WITHDRAWN' }));
    expect(await left(caller)).toHaveLength(2);
  });

  it('that is changed is used no more at once, and the new one not before it is confirmed', async () => {
    const caller = await withMail();
    await tell('TradeChanged', trade(caller.entityId));
    const [underWay] = await left(caller);
    await choose(caller, { channels: ['MAIL'], mailAddress: 'new@example.com' });
    expect(await send(underWay.id)).toMatchObject({ outcome: 'DROPPED' });
    await tell('TradeChanged', trade(caller.entityId, { version: 2, status: 'WITHDRAWN' }));
    const all = await left(caller);
    expect(all).toHaveLength(3);
    const brought = all.find((one: { kind?: string; status: string }) => !one.kind && one.status === 'PENDING');
    await send(brought.id);
    expect(relay.taken.map(({ to }) => to)).toEqual([['new@example.com']]);
  });

  it('is confirmed by no code of another address, none that is over, and by no more than a few tries', async () => {
    const caller = party();
    await choose(caller, { channels: ['MAIL'], mailAddress: 'one@example.com' });
    const [first] = await left(caller);
    await send(first.id);
    const old = codeIn(relay.taken[0]?.text);
    await choose(caller, { channels: ['MAIL'], mailAddress: 'two@example.com' });
    // What brings a code that another has taken the place of brings nothing.
    expect(await send(first.id)).toMatchObject({ outcome: 'DELIVERED' });
    const [second] = await left(caller);
    await send(second.id);
    const code = codeIn(relay.taken[1]?.text);
    const wrong = code === '000000' ? '000001' : '000000';
    if (old !== code) expect((await confirm(caller, old)).body.errors).toMatchObject([{ code: 'WRONG_CODE' }]);
    for (let n = old === code ? 0 : 1; n < MAX_TRIES; n += 1) expect((await confirm(caller, wrong)).status).toBe(422);
    expect((await confirm(caller, code)).body.code).toBe('WRONG_STATE');
    expect((await settings(caller)).body.mailConfirmed).toBe(false);

    expect((await ask('sendMailCode', { caller })).status).toBe(202);
    const [third] = await left(caller);
    await send(third.id);
    registry.setClock(new Date(Date.parse(AT) + CODE_MINUTES * 60_000).toISOString());
    expect((await confirm(caller, codeIn(relay.taken[2]?.text))).body.code).toBe('WRONG_STATE');
  });

  it('is tried by guesses at once no more often than one after the other', async () => {
    const caller = party();
    await choose(caller, { channels: ['MAIL'], mailAddress: 'one@example.com' });
    const tried = await Promise.all(Array.from({ length: 12 }, () => confirm(caller, 'xxxxxx'.replaceAll('x', '0'))));
    expect(tried.filter(({ status }) => status === 422).length).toBeLessThanOrEqual(MAX_TRIES);
  });

  it('is sent a few codes a day, so that nobody fills another’s mailbox', async () => {
    const caller = party();
    await choose(caller, { channels: ['MAIL'], mailAddress: 'one@example.com' });
    for (let n = 1; n < MAX_CODES_A_DAY; n += 1) expect((await ask('sendMailCode', { caller })).status).toBe(202);
    expect((await ask('sendMailCode', { caller })).body.code).toBe('TOO_MANY_REQUESTS');
    registry.setClock('2026-03-17T16:00:00.000Z');
    expect((await ask('sendMailCode', { caller })).status).toBe(202);
  });
});

/** Every kind of notice that a party is told. */
const TOLD = SAMPLES.filter(({ name }) => NEWS.some(({ event }) => event.name === name))
  .flatMap(({ name, detail }) => newsOf(name, detail))
  .filter(({ recipient }) => recipient.startsWith('entity-'));

describe('what leaves', () => {
  it('says in a mail what the notice here says, with the shop and the reason, and no link', async () => {
    const caller = await withMail();
    await tell('TradeChanged', trade(caller.entityId, { status: 'WITHDRAWN', reason: '货物有误' }));
    const [{ id }] = await left(caller);
    expect(await send(id)).toMatchObject({ outcome: 'DELIVERED' });
    const { items } = (await ask('listNotices', { caller })).body;
    const [mail] = relay.taken;
    expect(mail?.subject).toBe(items[0].title);
    expect(mail?.text).toContain(items[0].message);
    expect(mail?.text).toMatch(/兴旺五金.*原因：货物有误/u);
    expect(mail?.text).not.toMatch(/https?:/);
  });

  it('is a text message to the filed phone, signed, with the number in its body and nowhere else', async () => {
    const caller = await withText();
    await tell('TradeChanged', trade(caller.entityId));
    const [{ id }] = await left(caller);
    expect(await send(id)).toMatchObject({ outcome: 'DELIVERED' });
    const [got] = gateway.received;
    const body = JSON.parse(got?.body ?? '');
    expect(body).toMatchObject({ type: 'TextMessage', data: { to: '13800000001' } });
    expect(body.data.text).toMatch(/^【市场采购贸易登记平台】.*兴旺五金/u);
    const headers = got?.headers as Record<string, string>;
    const secret = SECRET_PREFIX + Buffer.from(KEY).toString('base64');
    expect(isSigned(headers, got?.body ?? '', secret, Date.parse(AT) / 1000)).toBe(true);
    expect(JSON.stringify(headers)).not.toMatch(/138|entity/);
    expect(asked.at(-1)).toMatchObject({
      caller: { role: 'clerk', districtId: DAZU },
      params: { id: caller.entityId },
    });
    // Neither the delivery, nor what starts it, nor a list has the number, the address or the text.
    const kept = JSON.stringify([await registry.messages(`DST#${DAZU}#NOTICE_DELIVERIES`), await left(caller)]);
    expect(kept).not.toMatch(/138|兴旺|@/u);
  });

  it.each([...new Map(TOLD.map((one) => [one.kind, one])).values()].map((one) => [one.kind, one] as const))(
    'of %s names the shop and the matter in a text message that fits, without a person’s number',
    (_kind, { title, message }) => {
      const text = textOf({ title, message });
      expect(text).toContain(title);
      expect(text).toMatch(/“.+”|交易 JD\d{16}（.+，|组货单 ZD\d{16}（/u);
      const long = textOf({ title, message: `身份证 500225199001010013，电话13800000001，${message.repeat(20)}` });
      expect(long.length).toBeLessThanOrEqual(MAX_TEXT);
      expect(long).not.toMatch(/500225199001010013|13800000001/);
    },
  );

  it('leaves once, however often the event comes, and never of what is old', async () => {
    const caller = await withText();
    const detail = trade(caller.entityId);
    await Promise.all([tell('TradeChanged', detail), tell('TradeChanged', detail)]);
    await tell('TradeChanged', detail);
    const all = await left(caller);
    expect(all).toHaveLength(1);
    await Promise.all([send(all[0].id), send(all[0].id)].map((one) => one.catch(() => undefined)));
    await send(all[0].id);
    expect(new Set(gateway.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    // Announced again weeks later, when the delivery is long gone.
    registry.setClock('2026-05-17T01:30:00.000Z');
    await registry.expire(new Date('2026-05-17T01:30:00.000Z'));
    await tell('TradeChanged', trade(caller.entityId, { version: 2, status: 'WITHDRAWN' }));
    await tell('TradeChanged', detail);
    expect(await left(caller)).toEqual([]);
  });

  it('is dropped where the channel or the phone was given up meanwhile', async () => {
    const caller = await withText();
    await tell('TradeChanged', trade(caller.entityId));
    await tell('TradeChanged', trade(caller.entityId, { version: 2, status: 'WITHDRAWN' }));
    const [second, first] = await left(caller);
    phone = '023-43700000';
    expect(await send(first.id)).toMatchObject({ outcome: 'DROPPED' });
    phone = PHONE;
    // A start without the channel's settings may be a slip: what is under way is tried again.
    expect(await send(second.id, 1, {})).toMatchObject({ outcome: 'PENDING' });
    expect(gateway.received).toEqual([]);
  });

  it('is dropped where it is tried later than it is news', async () => {
    const caller = await withText();
    await tell('TradeChanged', trade(caller.entityId));
    const [{ id }] = await left(caller);
    registry.setClock('2026-03-24T01:30:01.000Z');
    expect(await send(id)).toMatchObject({ outcome: 'DROPPED' });
    expect(gateway.received).toEqual([]);
  });

  it('waits where filing is out of reach, by the error that Retry knows', async () => {
    const caller = await withText();
    await tell('TradeChanged', trade(caller.entityId));
    const [{ id }] = await left(caller);
    phone = undefined;
    await expect(send(id)).rejects.toThrow(ApiUnreachable);
    expect((await left(caller))[0]).toMatchObject({ status: 'PENDING', attempts: 0 });
  });
});

describe('a channel that does not take it', () => {
  it('is tried with growing pauses until none is left, the same each time; an operator redrives it', async () => {
    const caller = await withMail();
    await tell('TradeChanged', trade(caller.entityId));
    const [{ id }] = await left(caller);
    const errors: unknown[] = [];
    const { error } = logger;
    logger.error = (message, facts) => void errors.push({ message, ...facts });
    const pauses: number[] = [];
    try {
      relay.manners.push({ at: 'RCPT', code: 451 }, 'CUTS', 'CUTS_AFTER_TAKING');
      for (const pause of PAUSES_SECONDS) {
        if (relay.manners.length === 0) relay.manners.push({ at: 'DATA', code: 452 });
        const { outcome, waitSeconds } = await send(id);
        expect(outcome).toBe('PENDING');
        expect(waitSeconds).toBeGreaterThanOrEqual(pause);
        pauses.push(waitSeconds);
      }
      relay.manners.push({ at: 'CONNECT', code: 421 });
      expect(await send(id)).toMatchObject({ outcome: 'DEAD' });
    } finally {
      logger.error = error;
    }
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
    expect(errors).toMatchObject([{ message: 'a notice that leaves is dead', deliveryId: id, status: 421 }]);
    expect(JSON.stringify(errors)).not.toMatch(/@|兴旺/u);

    const dead = (
      await ask('listNoticeDeliveries', { caller: operator(), query: { districtId: DAZU, status: 'DEAD' } })
    ).body;
    expect(dead.items).toMatchObject([{ id, channel: 'MAIL', status: 'DEAD', lastAttempt: { status: 421 } }]);
    const redrive = () => ask('redriveNoticeDeliveries', { caller: operator(), body: { districtId: DAZU } });
    expect((await redrive()).body).toEqual({ redriven: 1, more: false, nextCursor: null });
    expect((await redrive()).body).toEqual({ redriven: 0, more: false, nextCursor: null });
    expect(await send(id, 2)).toMatchObject({ outcome: 'DELIVERED' });
    // What was taken before its answer was lost came again as the same mail.
    expect(relay.taken).toHaveLength(2);
    expect(new Set(relay.taken.map(({ messageId }) => messageId)).size).toBe(1);
    expect((await ask('redriveNoticeDelivery', { caller: operator(), params: { id } })).body).toMatchObject({
      status: 'PENDING',
    });
  });

  it('for good is not tried again, and troubles no operator', async () => {
    const caller = await withMail();
    await tell('TradeChanged', trade(caller.entityId));
    const [{ id }] = await left(caller);
    relay.manners.push({ at: 'RCPT', code: 550 });
    const { error } = logger;
    const errors: unknown[] = [];
    logger.error = (message) => void errors.push(message);
    expect(await send(id).finally(() => (logger.error = error))).toMatchObject({ outcome: 'DEAD', waitSeconds: 0 });
    expect(errors).toEqual([]);
  });

  it.each([
    ['fails', answers(500), { status: 500 }],
    ['has too much to do', answers(429), { status: 429 }],
    ['hangs', hangs, { fault: 'TIMEOUT' }],
  ])('as a gateway that %s is tried again', async (_what, behaviour, last) => {
    const caller = await withText();
    await tell('TradeChanged', trade(caller.entityId));
    const [{ id }] = await left(caller);
    gateway.behaviours.push(behaviour);
    expect(await send(id)).toMatchObject({ outcome: 'PENDING' });
    expect((await left(caller))[0].lastAttempt).toMatchObject(last);
    expect(await send(id)).toMatchObject({ outcome: 'DELIVERED' });
    expect(new Set(gateway.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  it.each([
    ['mail', withMail, () => ({ mail: relay.mailer({ relay: { user: 'registry' }, password: noSecret }) })],
    ['text', withText, () => ({ text: texter(gateway.url('/send'), gateway.outbound({ limits: LIMITS }), noSecret) })],
  ])(
    'as one of %s whose secret cannot be read is tried again, and counted where none is left',
    async (_what, having, through) => {
      const caller = await having();
      await tell('TradeChanged', trade(caller.entityId));
      const [{ id }] = await left(caller);
      const errors: unknown[] = [];
      const { error } = logger;
      logger.error = (message, facts) => void errors.push({ message, ...facts });
      try {
        for (const _pause of PAUSES_SECONDS) expect(await send(id, 1, through())).toMatchObject({ outcome: 'PENDING' });
        expect(await send(id, 1, through())).toMatchObject({ outcome: 'DEAD' });
      } finally {
        logger.error = error;
      }
      expect(errors).toMatchObject([{ message: DEAD_NOTICE, deliveryId: id, fault: 'NO_SECRET' }]);
      expect([relay.taken, gateway.received]).toEqual([[], []]);
    },
  );

  it('or does, touches no records but those that its role on AWS may', async () => {
    const caller = await withMail({ channels: ['MAIL', 'TEXT'] });
    await tell('TradeChanged', trade(caller.entityId));
    const { runtime, kinds } = watched(registry.runtime);
    gateway.behaviours.push(answers(500));
    const all = await left(caller);
    expect(all).toHaveLength(3);
    for (const { id } of all) await invoke(buildDeliver(runtime, channels(), filing), { deliveryId: id, round: 1 });
    expect(kinds).toEqual(new Set(functions['DeliverNotice']?.access.outbound?.within));
  });

  it('because the registry broke off says so, and can be redriven', async () => {
    const caller = await withText();
    await tell('TradeChanged', trade(caller.entityId));
    const [{ id }] = await left(caller);
    const started = await registry.messages(`DST#${DAZU}#NOTICE_DELIVERIES`);
    const own = started.flatMap((one) =>
      one.type === 'start' && one.input['deliveryId'] === id ? [one.executionName] : [],
    );
    expect(own).toHaveLength(1);
    await invoke(buildFail(registry.runtime), { deliveryId: id, execution: own[0], error: 'TableUnavailable' });
    expect((await left(caller))[0]).toMatchObject({ status: 'DEAD', lastAttempt: { fault: 'TableUnavailable' } });
  });
});

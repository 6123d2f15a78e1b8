import { describe, expect, it } from 'vitest';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { identifier } from '../../../functions/shared/kernel/identifier.ts';
import { everyItem } from '../../../functions/shared/table/every-item.ts';
import { generationsAt, MAX_OF_PARTY, MAX_WEBHOOKS } from '../../../functions/webhooks/domain/webhook.ts';
import { webhooks } from '../../../functions/webhooks/store/webhooks.ts';
import { agency, type CallOptions, clerk, DAZU, merchant, operator, YUZHONG } from '../../kit/call.ts';
import { idOf } from '../../kit/ids.ts';
import { useRegistry } from '../../kit/registry.ts';
import { ask } from './kit.ts';

const registry = useRegistry();
const body = { url: 'https://hooks.example.cn/in', events: ['TradeChanged'], description: '联网平台' };
const register = (caller: Caller, more: Partial<typeof body> = {}, headers: Record<string, string> = {}) =>
  ask(registry.runtime, 'registerWebhook', { caller, body: { ...body, ...more }, headers });
const asked = (operation: Parameters<typeof ask>[1], options: CallOptions) => ask(registry.runtime, operation, options);
const at = (version: number) => ({ 'If-Match': `"${version}"` });
const entityId = identifier('entity', DAZU, '01JDXKQ8Z3W5T7V9Y1A3C5E7G9');

describe('a webhook', () => {
  it('shows its secret in the first answer, and never again', async () => {
    const headers = { 'Idempotency-Key': 'secret-once' };
    const first = await register(clerk(), {}, headers);
    expect(first.status).toBe(201);
    expect(first.body.secret).toMatch(/^whsec_[\w+/]{43}=$/);
    const again = await register(clerk(), {}, headers);
    expect([again.status, again.headers['Idempotent-Replayed']]).toEqual([201, 'true']);
    const { secret, ...rest } = first.body;
    expect(again.body).toEqual(rest);
    const params = { id: first.body.id };
    expect((await asked('getWebhook', { caller: clerk(), params })).body).toEqual(rest);
    const { items } = (await asked('listWebhooks', { caller: clerk() })).body;
    expect(JSON.stringify(items)).not.toContain('whsec');
    // Nothing that is kept holds it either, in whatever item.
    for (const kind of [`WEBHOOK#${params.id}`, 'WEBHOOK_ROSTER', `IDEMPOTENCY#${clerk().sub}`]) {
      const kept = await everyItem(registry.runtime.table, {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `DST#${DAZU}#${kind}` },
      });
      expect(kept.length, kind).toBeGreaterThan(0);
      expect(JSON.stringify(kept), kind).not.toContain(secret.slice(6));
    }
  });

  it.each([
    ['http://hooks.example.cn/', 'https'],
    ['https://169.254.169.254/latest/meta-data', 'IP'],
    ['https://other.example.cn/', '名单'],
    ['https://hooks.example.cn:8443/', '名单'],
    ['nonsense', '网址'],
  ])('is refused at %s', async (url, why) => {
    const { status, body: problem } = await register(clerk(), { url });
    expect([status, problem.errors[0].code]).toEqual([422, 'URL_NOT_ALLOWED']);
    expect(problem.errors[0].message).toContain(why);
  });

  it('is its owner’s: of another role, district or entity it is not there', async () => {
    const { body: own } = await register(merchant(entityId));
    const params = { id: own.id };
    const others = [
      merchant(identifier('entity', DAZU, '01JDXKQ8Z3W5T7V9Y1A3C5E7GA')),
      clerk(),
      clerk(YUZHONG),
      agency(DAZU),
    ];
    for (const caller of others) {
      expect((await asked('getWebhook', { caller, params })).status).toBe(404);
      expect((await asked('deleteWebhook', { caller, params, headers: at(1) })).status).toBe(404);
      expect((await asked('listDeliveries', { caller, params })).status).toBe(404);
      const { items } = (await asked('listWebhooks', { caller })).body;
      expect(items.map(({ id }: { id: string }) => id)).not.toContain(own.id);
    }
    expect((await asked('getWebhook', { caller: operator(), params })).status).toBe(200);
    const { items } = (await asked('listWebhooks', { caller: operator() })).body;
    expect(items.map(({ id }: { id: string }) => id)).toContain(own.id);
  });

  it('is changed, paused and deleted by who has read it last', async () => {
    const { body: own } = await register(agency());
    const params = { id: own.id };
    const change = (version: number, more = {}) =>
      asked('changeWebhook', {
        caller: agency(),
        params,
        headers: at(version),
        body: { ...body, status: 'PAUSED', ...more },
      });
    expect((await change(1)).body).toMatchObject({ status: 'PAUSED', version: 2 });
    expect((await change(1)).status).toBe(412);
    expect((await change(2, { url: 'https://evil.example.com/' })).status).toBe(422);
    expect((await change(2, { status: 'DELETED' })).status).toBe(422);
    expect((await asked('pingWebhook', { caller: agency(), params })).body.code).toBe('WRONG_STATE');
    const gone = await asked('deleteWebhook', { caller: agency(), params, headers: at(2) });
    expect(gone.body).toMatchObject({ status: 'DELETED', version: 3 });
    expect((await change(3)).body.code).toBe('WRONG_STATE');
    expect((await asked('listWebhooks', { caller: agency() })).body.items).toEqual([]);
  });

  it('has its secret exchanged: the one before signs for a day more', async () => {
    const { body: own } = await register(clerk());
    const params = { id: own.id };
    const rotated = await asked('rotateWebhookSecret', { caller: clerk(), params, headers: at(1) });
    expect(rotated.body.secret).toMatch(/^whsec_/);
    expect(rotated.body.secret).not.toBe(own.secret);
    expect(rotated.body.previousSecretUntil).toBe('2026-03-18T01:30:00.000Z');
  });

  it('that is exchanged twice in a day signs by the secret that the receiver has as well', async () => {
    const { body: own } = await register(clerk());
    const params = { id: own.id };
    for (const version of [1, 2]) await asked('rotateWebhookSecret', { caller: clerk(), params, headers: at(version) });
    const { data } = (await webhooks(registry.runtime.table).webhook(own.id)) ?? {};
    expect(data && generationsAt(data, '2026-03-17T02:00:00.000Z')).toEqual([3, 2, 1]);
    expect(data && generationsAt(data, '2026-03-18T02:00:00.000Z')).toEqual([3]);
  });

  it(`is one of ${MAX_OF_PARTY} of a party at most, which takes no place of the counter’s`, async () => {
    const shop = merchant(idOf('entity', 77));
    for (let n = 0; n < MAX_OF_PARTY; n += 1) expect((await register(shop)).status).toBe(201);
    expect((await register(shop)).body.code).toBe('WRONG_STATE');
    expect((await register(clerk())).status).toBe(201);
  });

  it(`is one of ${MAX_WEBHOOKS} in a district at most, also where many are registered at once`, async () => {
    const answers = await Promise.all(Array.from({ length: MAX_WEBHOOKS }, () => register(clerk(YUZHONG))));
    const taken = () => asked('listWebhooks', { caller: clerk(YUZHONG) }).then(({ body: { items } }) => items.length);
    expect(new Set(answers.map(({ status }) => status)).isSubsetOf(new Set([201, 409]))).toBe(true);
    expect(await taken()).toBe(answers.filter(({ status }) => status === 201).length);
    while ((await taken()) < MAX_WEBHOOKS) expect((await register(clerk(YUZHONG))).status).toBe(201);
    expect((await register(clerk(YUZHONG))).body.code).toBe('WRONG_STATE');
  });
});

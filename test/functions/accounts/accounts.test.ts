import { describe, expect, it } from 'vitest';
import type { Account } from '../../../functions/accounts/domain/account.ts';
import { accountWrites } from '../../../functions/accounts/store/accounts.ts';
import { accountStore } from '../../../functions/accounts/store/index.ts';
import { build as onAccountStateChanged } from '../../../functions/accounts/subscribers/accounts-on-account-state-changed.ts';
import { accountKey } from '../../../functions/shared/auth/account.ts';
import type { Caller, Role } from '../../../functions/shared/auth/caller.ts';
import { everyItem } from '../../../functions/shared/table/every-item.ts';
import { deedsOf } from '../../kit/audit.ts';
import { clerk, DAZU, merchant, operator, reviewer, YUZHONG } from '../../kit/call.ts';
import { deliver } from '../../kit/deliver.ts';
import { useIssuer } from '../../kit/issuer.ts';
import { useRegistry } from '../../kit/registry.ts';
import { asking, file } from './kit.ts';

const registry = useRegistry();
const issuer = useIssuer();
const ask = asking(
  () => registry.runtime,
  () => issuer.credentials,
);
const askElsewhere = asking(() => registry.runtime);

const head = (sub = 'head-dazu', districtId = DAZU): Caller => ({ sub, role: 'centreHead', districtId });
const city = (sub: string): Caller => ({ ...operator(), sub });

interface Opened {
  readonly sub: string;
  readonly id: string;
  readonly code?: string;
}

const open = async (caller: Caller, assignment: object, more: object = {}): Promise<Opened> => {
  const body = { name: '王五', assignment, ...more };
  const { status, body: answer } = await ask('openAccount', { caller, body });
  expect(status, JSON.stringify(answer)).toBe(201);
  return { sub: answer.sub, id: answer.assignments[0].id, code: answer.code };
};

const confirm = (caller: Caller, { sub, id }: Opened) => ask('confirmAssignment', { caller, params: { sub, id } });

/** The account acts as what its assignment says. */
const acting = ({ sub }: Opened, role: Role, districtId = DAZU, entityId?: string): Caller => ({
  sub,
  role,
  districtId,
  ...(entityId !== undefined && { entityId }),
});

const stateOf = async ({ sub, id }: Opened): Promise<string | undefined> =>
  (await accountStore(registry.runtime.table).account(sub))?.data.assignments.find((one) => one.assignmentId === id)
    ?.state;

describe('an account', () => {
  it('begins with a code that the first answer alone shows, and nothing that is kept holds', async () => {
    const headers = { 'Idempotency-Key': 'open-once' };
    const body = { name: '李四', assignment: { role: 'clerk' } };
    const first = await ask('openAccount', { caller: head(), body, headers });
    expect(first.status).toBe(201);
    const { loginName, code, codeExpiresAt, ...rest } = first.body;
    expect(loginName).toBe('name-1');
    expect(code).toBe(issuer.codes.get(first.body.sub));
    expect(codeExpiresAt).toBe('2026-03-24T01:30:00.000Z');
    const again = await ask('openAccount', { caller: head(), body, headers });
    expect([again.headers['Idempotent-Replayed'], again.body]).toEqual(['true', rest]);
    for (const pk of [accountKey(first.body.sub), `DST#${DAZU}#IDEMPOTENCY#${head().sub}`]) {
      const kept = await everyItem(registry.runtime.table, {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
      });
      expect(kept.length).toBeGreaterThan(0);
      expect(JSON.stringify(kept)).not.toContain(code);
    }
  });

  it('stands though the issuer does not answer, and its code is had later', async () => {
    issuer.fail(503);
    const headers = { 'Idempotency-Key': 'issuer-away' };
    const body = { name: '赵六', assignment: { role: 'clerk' } };
    const failed = await ask('openAccount', { caller: head(), body, headers });
    expect([failed.status, failed.body.code]).toEqual([503, 'UNAVAILABLE']);
    const again = await ask('openAccount', { caller: head(), body, headers });
    expect(again.status).toBe(201);
    expect(again.body.code).toBeUndefined();
  });

  it('of another issuer is opened by its subject, and its pass phrase is that issuer’s matter', async () => {
    const body = { name: '钱七', assignment: { role: 'clerk' } };
    const nameless = await askElsewhere('openAccount', { caller: head(), body });
    expect([nameless.status, nameless.body.errors[0].code]).toEqual([422, 'SUB_REQUIRED']);
    const named = { ...body, sub: 'auth0|12345' };
    const opened = await askElsewhere('openAccount', { caller: head(), body: named });
    expect([opened.status, opened.body.sub, opened.body.code]).toEqual([201, 'auth0|12345', undefined]);
    expect((await askElsewhere('openAccount', { caller: head(), body: named })).body.code).toBe('DUPLICATE');
    const reset = { licenceSeen: true, reason: '忘记口令' };
    const refused = await askElsewhere('issueOneTimeCode', {
      caller: head(),
      params: { sub: 'auth0|12345' },
      body: reset,
    });
    expect([refused.status, refused.body.code]).toEqual([409, 'WRONG_STATE']);
    expect(refused.body.detail).toContain('统一身份认证平台');
  });

  it.each([
    ['a reviewer gives nothing', reviewer(), { role: 'clerk' }, 403],
    ['a clerk gives no clerk', clerk(), { role: 'clerk' }, 403],
    ['a head gives no head', head(), { role: 'centreHead' }, 403],
    ['a head gives nothing of another district', head(), { role: 'clerk', districtId: YUZHONG }, 403],
    ['the city gives no clerk of a centre', city('op'), { role: 'clerk', districtId: DAZU }, 403],
    ['the city has no centre', city('op'), { role: 'centreHead' }, 422],
    ['there is no such district', city('op'), { role: 'centreHead', districtId: '510000' }, 422],
    ['an agency is of an authority', city('op'), { role: 'agency', districtId: DAZU }, 422],
    ['a bank has its number', city('op'), { role: 'bank', districtId: DAZU }, 422],
    ['a clerk is of no authority', head(), { role: 'clerk', authority: 'TAX' }, 422],
    ['a clerk acts for no party', head(), { role: 'clerk', entityId: 'entity-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9' }, 422],
    ['a merchant acts for one', clerk(), { role: 'merchant' }, 422],
    ['an operator has no term', city('op'), { role: 'operator', until: '2026-12-31' }, 422],
    ['a term does not begin yesterday', head(), { role: 'clerk', from: '2026-03-16' }, 422],
    ['a term does not end before it begins', head(), { role: 'clerk', from: '2026-03-20', until: '2026-03-19' }, 422],
  ])('is refused where %s', async (_what, caller, assignment, status) => {
    expect((await ask('openAccount', { caller, body: { name: '王五', assignment } })).status).toBe(status);
  });
});

describe('who acts for a party', () => {
  const name = { name: '大足五金行' } as const;

  it.each([
    ['that nobody has filed', async () => 'entity-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9', 'ENTITY_UNKNOWN'],
    ['of another district', () => file(registry.runtime, { kind: 'merchant' }, YUZHONG), 'ENTITY_UNKNOWN'],
    ['that is suspended', () => file(registry.runtime, { kind: 'merchant', status: 'SUSPENDED' }), 'ENTITY_NOT_ACTIVE'],
    ['of another kind', () => file(registry.runtime, { kind: 'consolidator' }), 'ENTITY_KIND'],
  ])('is none %s', async (_what, filed, code) => {
    const body = { name: '王五', assignment: { role: 'merchant', entityId: await filed() } };
    const { status, body: problem } = await ask('openAccount', { caller: clerk(), body });
    expect([status, problem.errors[0].code]).toEqual([422, code]);
  });

  it('is opened by the clerk, and opens its own staff with their own names', async () => {
    const entityId = await file(registry.runtime, { kind: 'merchant', ...name });
    const owner = await open(clerk(), { role: 'merchant', entityId });
    const boss = acting(owner, 'merchant', DAZU, entityId);
    const staff = await open(boss, { role: 'merchant', entityId });
    const other = merchant(await file(registry.runtime, { kind: 'merchant' }));
    for (const [operation, status] of [
      ['getAccount', 404],
      ['suspendAccount', 404],
      ['endAssignment', 404],
    ] as const) {
      const options = { caller: other, params: { sub: staff.sub, id: staff.id }, body: { reason: '离职' } };
      expect(
        (await ask(operation, operation === 'getAccount' ? { ...options, body: undefined } : options)).status,
      ).toBe(status);
    }
    const { items } = (await ask('listAccounts', { caller: boss })).body;
    expect(items.map(({ sub }: { sub: string }) => sub).sort()).toEqual([owner.sub, staff.sub].sort());
    expect((await ask('listAccounts', { caller: other })).body.items).toEqual([]);
    // Nobody of the staff gives the agent's role, or ends their own.
    const agency = { role: 'agent', entityId };
    expect((await ask('assign', { caller: boss, params: { sub: staff.sub }, body: agency })).status).toBe(403);
    const own = { caller: boss, params: { sub: owner.sub, id: owner.id }, body: { reason: '离职' } };
    expect((await ask('endAssignment', own)).status).toBe(403);
  });

  it('has the pass phrase reset at the counter, which is recorded before the code is made', async () => {
    const entityId = await file(registry.runtime, { kind: 'merchant' });
    const owner = await open(clerk(), { role: 'merchant', entityId });
    const params = { sub: owner.sub };
    const unseen = await ask('issueOneTimeCode', {
      caller: clerk(),
      params,
      body: { licenceSeen: false, reason: '忘记' },
    });
    expect([unseen.status, unseen.body.errors[0].code]).toEqual([422, 'LICENCE_NOT_SEEN']);
    const reset = { caller: clerk(), params, body: { licenceSeen: true, reason: '忘记口令' } };
    issuer.fail(500);
    expect((await ask('issueOneTimeCode', reset)).status).toBe(503);
    const { body: after } = await ask('getAccount', { caller: clerk(), params });
    expect(after.lastCode).toMatchObject({ by: clerk().sub, reason: '忘记口令' });
    expect(await deedsOf(registry.runtime, accountKey(owner.sub))).toEqual([
      [clerk().sub, 'OPEN', 'merchant', 'ACTIVE'],
      [clerk().sub, 'ISSUE_CODE', 'LICENCE_SEEN', '忘记口令'],
    ]);
  });

  it('is looked after by nobody below the city where they also act in a role that the clerk could not give', async () => {
    const entityId = await file(registry.runtime, { kind: 'merchant' });
    const both = await open(clerk(), { role: 'merchant', entityId });
    const given = await ask('assign', { caller: head(), params: { sub: both.sub }, body: { role: 'reviewer' } });
    expect(given.status).toBe(201);
    const reset = { params: { sub: both.sub }, body: { licenceSeen: true, reason: '忘记口令' } };
    expect((await ask('issueOneTimeCode', { ...reset, caller: clerk() })).status).toBe(403);
    const { body: seen } = await ask('getAccount', { caller: clerk(), params: { sub: both.sub } });
    expect(seen.assignments.map(({ role }: { role: string }) => role)).toEqual(['merchant']);
    expect((await ask('issueOneTimeCode', { ...reset, caller: head() })).status).toBe(201);
  });
});

describe('a role that needs two', () => {
  it('is in force once another person confirms, who is neither its bearer nor proposed it', async () => {
    const invited = await open(head(), { role: 'reviewer' });
    expect(await stateOf(invited)).toBe('PROPOSED');
    expect((await confirm(head(), invited)).status).toBe(403);
    expect((await confirm({ ...head(invited.sub) }, invited)).status).toBe(403);
    expect((await confirm(head('yuzhong', YUZHONG), invited)).status).toBe(404);
    expect(await stateOf(invited)).toBe('PROPOSED');
    const waiting = (await ask('listAccounts', { caller: head('second'), query: { assignment: 'PROPOSED' } })).body
      .items;
    expect(waiting.map(({ sub }: { sub: string }) => sub)).toContain(invited.sub);
    expect((await confirm(head('second'), invited)).status).toBe(200);
    expect(await stateOf(invited)).toBe('ACTIVE');
    expect((await confirm(head('second'), invited)).status).toBe(409);
  });

  it('is confirmed once of two that confirm at the same moment', async () => {
    const invited = await open(head(), { role: 'inspector' });
    const answers = await Promise.all([confirm(head('second'), invited), confirm(city('op'), invited)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  });

  it('is asked for a second factor where the token’s source does', async () => {
    const invited = await open(head(), { role: 'reviewer' });
    const lacking = { ...head('second'), secondFactor: 'MISSING' };
    const { status, body } = await confirm(lacking, invited);
    expect([status, body.code]).toEqual([403, 'SECOND_FACTOR_REQUIRED']);
    expect(await stateOf(invited)).toBe('PROPOSED');
  });
});

describe('the city’s last operator', () => {
  const operators = () => accountStore(registry.runtime.table).operators();

  it('is neither suspended nor ended, not even by two who end each other at once', async () => {
    const first = await open(city('founder'), { role: 'operator' });
    expect((await confirm(city('founder 2'), first)).status).toBe(200);
    expect((await operators()).subs).toEqual([first.sub]);
    const reason = { reason: '调离' };
    const last = await ask('suspendAccount', { caller: city('founder'), params: { sub: first.sub }, body: reason });
    expect([last.status, last.body.code]).toEqual([409, 'WRONG_STATE']);
    const second = await open(acting(first, 'operator', '500000'), { role: 'operator' });
    expect((await confirm(city('founder'), second)).status).toBe(200);
    const ends = await Promise.all([
      ask('suspendAccount', { caller: acting(first, 'operator', '500000'), params: { sub: second.sub }, body: reason }),
      ask('endAssignment', { caller: acting(second, 'operator', '500000'), params: first as never, body: reason }),
    ]);
    expect(ends.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect((await operators()).subs).toHaveLength(1);
  });
});

describe('a suspension', () => {
  it('is told the issuer as the account stands, in whatever order and however often it is told', async () => {
    const one = await open(head(), { role: 'clerk' });
    const params = { sub: one.sub };
    const told = onAccountStateChanged(registry.runtime, () => issuer.credentials);
    const messages = async () =>
      (await registry.messages(accountKey(one.sub))).flatMap((message) => (message.type === 'event' ? [message] : []));
    expect(await messages()).toEqual([]);
    await ask('suspendAccount', { caller: head('second'), params, body: { reason: '调查' } });
    const [suspension] = await messages();
    expect(suspension?.detail).toMatchObject({ sub: one.sub, state: 'SUSPENDED' });
    expect(JSON.stringify(suspension)).not.toMatch(/王五|调查/);
    await deliver(told, 'AccountStateChanged', suspension?.detail);
    expect(issuer.disabled.has(one.sub)).toBe(true);
    const reset = { caller: head(), params, body: { licenceSeen: true, reason: '忘记口令' } };
    expect((await ask('issueOneTimeCode', reset)).status).toBe(409);
    expect((await ask('liftSuspension', { caller: head(), params, body: { reason: '查清' } })).status).toBe(200);
    // The first event comes once more, and is of the past.
    await deliver(told, 'AccountStateChanged', suspension?.detail);
    expect(issuer.disabled.has(one.sub)).toBe(false);
  });

  it('is told again where the issuer does not answer', async () => {
    const one = await open(head(), { role: 'clerk' });
    await ask('suspendAccount', { caller: head('second'), params: { sub: one.sub }, body: { reason: '调查' } });
    const told = onAccountStateChanged(registry.runtime, () => issuer.credentials);
    const detail = { districtId: DAZU, version: 2, at: '2026-03-17T01:30:00.000Z', sub: one.sub, state: 'SUSPENDED' };
    issuer.fail(500);
    await expect(deliver(told, 'AccountStateChanged', detail)).rejects.toThrow('the issuer has not done');
  });
});

describe('names', () => {
  it('are told the offices of the district, of their own and of the city’s people', async () => {
    const [dazu, yuzhong, op] = [
      await open(head(), { role: 'clerk' }),
      await open(head('yuzhong', YUZHONG), { role: 'clerk' }),
      await open(city('op'), { role: 'manager' }),
    ];
    const query = { subs: [dazu.sub, yuzhong.sub, op.sub, 'reviewer-500111'].join(',') };
    const told = async (caller: Caller) => {
      const { body } = await ask('listAccountNames', { caller, query });
      return body.items.map(({ sub }: { sub: string }) => sub).sort();
    };
    expect(await told(reviewer())).toEqual([dazu.sub, op.sub].sort());
    expect(await told(operator())).toEqual([dazu.sub, yuzhong.sub, op.sub].sort());
    expect((await ask('listAccountNames', { caller: merchant('x'), query })).status).toBe(403);
    expect((await ask('listAccountNames', { caller: reviewer(), query: { subs: 'a#b' } })).status).toBe(400);
    const wide = await ask('listAccountNames', { caller: reviewer(), query: { subs: '𠮷'.repeat(30) } });
    expect(wide.body.detail).toContain(`“${'𠮷'.repeat(20)}…”`);
  });
});

describe('a list', () => {
  it('goes page by page over a district’s accounts, and tells nothing of another’s', async () => {
    const district = '500107';
    const subs: string[] = [];
    for (let count = 0; count < 5; count += 1)
      subs.push((await open(head('jiulong', district), { role: 'clerk' })).sub);
    const found: string[] = [];
    let cursor: string | null = null;
    do {
      const query = { limit: '2', ...(cursor !== null && { cursor }) };
      const { body } = await ask('listAccounts', { caller: head('jiulong', district), query });
      found.push(...body.items.map(({ sub }: { sub: string }) => sub));
      cursor = body.nextCursor;
    } while (cursor !== null);
    expect(found.sort()).toEqual(subs.sort());
    expect((await ask('listAccounts', { caller: head(), query: { districtId: district } })).body.items).toEqual([]);
    const [sub = ''] = subs;
    for (const operation of ['getAccount', 'confirmAssignment'] as const) {
      expect((await ask(operation, { caller: head(), params: { sub, id: 'x' } })).status).toBe(404);
    }
  });
});

describe('an account that is written by two at once', () => {
  it('keeps one of the changes, and the other finds out', async () => {
    const one = await open(head(), { role: 'clerk' });
    const store = accountStore(registry.runtime.table);
    const before = await store.account(one.sub);
    const data: Account | undefined = before?.data;
    if (!before || !data) throw new Error('it was opened');
    const cause = { actor: head(), at: '2026-03-17T01:30:00.000Z', action: 'ASSIGN' } as const;
    const writes = () => accountWrites(data, before, undefined, cause, '2026-03-17').writes;
    await registry.runtime.table.commit(writes());
    await expect(registry.runtime.table.commit(writes())).rejects.toThrow('changed by another request');
  });
});

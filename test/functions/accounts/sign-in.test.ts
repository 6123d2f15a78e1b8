import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { personReader } from '../../../functions/shared/auth/account.ts';
import { build, type TokenSource, tenantsOf } from '../../../functions/shared/auth/authorizer.ts';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { usageFrom } from '../../../functions/shared/auth/usage.ts';
import { TableUnavailable } from '../../../functions/shared/table/errors.ts';
import { DAZU, operator, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { asking, file } from './kit.ts';

/** From a token to what its bearer may do: the authorizer, the accounts that it reads, and a route behind it. */

const registry = useRegistry();
const ask = asking(() => registry.runtime);

const pair = await generateKeyPair('ES256');
const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k', alg: 'ES256' }] });
const audience = 'registry';
const OWN: TokenSource = {
  issuer: 'https://issuer.example',
  audience,
  keys,
  claims: 'ignored',
  amr: 'count',
  requiresSecondFactor: true,
};
const SILENT: TokenSource = { ...OWN, issuer: 'https://silent.example', amr: 'ignored' };
const TRIAL: TokenSource = { ...OWN, issuer: 'urn:trial', claims: 'count', requiresSecondFactor: false };

interface Bearer {
  readonly sub: string;
  readonly claims?: object;
  readonly from?: TokenSource;
}

const signed = ({ sub, claims = {}, from = OWN }: Bearer) =>
  new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'k' })
    .setSubject(sub)
    .setIssuer(from.issuer)
    .setAudience(audience)
    .setExpirationTime('1h')
    .sign(pair.privateKey);

const tenants = tenantsOf({ at: (at) => registry.runtime.reference.at(at) }, () => registry.runtime.now());

const authorized = async (bearer: Bearer) => {
  const people = personReader(registry.runtime.table, registry.runtime.now);
  const authorizer = build([OWN, SILENT, TRIAL], people, tenants, usageFrom({ USAGE_KEYS: 'registry' }));
  const authorizationToken = `Bearer ${await signed(bearer)}`;
  return authorizer({ type: 'TOKEN', authorizationToken, methodArn: 'arn:aws:execute-api:r:0:api/v1/GET/v1/me' });
};

/** Sends a request as API Gateway does: what the authorizer tells, all of it as text, beside the request's own headers. */
const send = async (
  operation: Parameters<typeof ask>[0],
  bearer: Bearer,
  {
    chosen,
    ...options
  }: { readonly chosen?: string; readonly params?: Record<string, string>; readonly body?: unknown } = {},
) => {
  const context = (await authorized(bearer)).context ?? {};
  for (const value of Object.values(context)) expect(typeof value).toBe('string');
  const headers = chosen === undefined ? {} : { 'X-Acting-Assignment': chosen };
  return ask(operation, { caller: context as unknown as Caller, headers, ...options });
};

const head = (districtId = DAZU): Caller => ({ sub: `head-${districtId}`, role: 'centreHead', districtId });

/** Opens an account at another issuer's subject. */
async function opened(sub: string, caller: Caller, ...assignments: readonly object[]): Promise<string[]> {
  const [assignment, ...others] = assignments;
  const first = await ask('openAccount', { caller, body: { sub, name: '王五', assignment } });
  expect(first.status, JSON.stringify(first.body)).toBe(201);
  let last = first;
  for (const body of others) last = await ask('assign', { caller, params: { sub }, body });
  return last.body.assignments.map(({ id }: { id: string }) => id);
}

describe('whose assignments decide', () => {
  it('acts as the assignment that was made first, or as the one that the request chooses', async () => {
    const entityId = await file(registry.runtime, { kind: 'merchant', name: '大足五金行' });
    const [clerk = '', merchant = ''] = await opened('two', head(), { role: 'clerk' }, { role: 'merchant', entityId });
    const bearer = { sub: 'two', claims: { amr: ['pwd'], name: '老王' } };
    const first = (await send('readMe', bearer)).body;
    expect(first).toMatchObject({ sub: 'two', name: '王五', state: 'ACTIVE', secondFactor: false });
    expect(first.acting).toMatchObject({
      assignmentId: clerk,
      role: 'clerk',
      districtId: DAZU,
      districtName: '大足区',
    });
    const { acting, assignments } = (await send('readMe', bearer, { chosen: merchant })).body;
    expect(acting).toMatchObject({ role: 'merchant', entityId, entity: { name: '大足五金行', kind: 'merchant' } });
    expect(assignments.map(({ id, inForce }: { id: string; inForce: boolean }) => [id, inForce])).toEqual([
      [clerk, true],
      [merchant, true],
    ]);
  });

  it('acts as nothing by an assignment of somebody else, of another day, or that is over', async () => {
    const [theirs = ''] = await opened('somebody', head(), { role: 'clerk' });
    const [now = '', later = ''] = await opened(
      'patient',
      head(),
      { role: 'clerk' },
      { role: 'market', from: '2026-03-18' },
    );
    for (const chosen of [theirs, later, 'x']) {
      const { body } = await send('readMe', { sub: 'patient' }, { chosen });
      expect([body.acting, body.idle]).toEqual([undefined, 'ASSIGNMENT_OVER']);
      const list = await send('listAccounts', { sub: 'patient' }, { chosen });
      expect([list.status, list.body.code]).toEqual([403, 'NO_ASSIGNMENT']);
    }
    registry.setClock('2026-03-18T01:30:00.000Z');
    expect((await send('readMe', { sub: 'patient' }, { chosen: later })).body.acting.role).toBe('market');
    const params = { sub: 'patient', id: now };
    await ask('endAssignment', { caller: head(), params, body: { reason: '调离' } });
    expect((await send('readMe', { sub: 'patient' })).body.acting.role).toBe('market');
    registry.setClock('2026-03-17T01:30:00.000Z');
  });

  it('believes no claim: whoever says of themselves to be an operator is nobody', async () => {
    const bearer = { sub: 'liar', claims: { role: 'operator', districtId: '500000', posts: '[]' } };
    expect((await send('readMe', bearer)).body).toMatchObject({ sub: 'liar', idle: 'NO_ASSIGNMENT', assignments: [] });
    const { status, body } = await send('listAccounts', bearer);
    expect([status, body.code]).toEqual([403, 'NO_ASSIGNMENT']);
  });

  it('has no reviewer before a second person confirms', async () => {
    await opened('invited', head(), { role: 'reviewer' });
    expect((await send('readMe', { sub: 'invited' })).body.idle).toBe('NO_ASSIGNMENT');
  });

  it('refuses whoever is suspended, whatever they choose, and tells them so', async () => {
    const [id = ''] = await opened('stopped', head(), { role: 'clerk' });
    await ask('suspendAccount', { caller: head(), params: { sub: 'stopped' }, body: { reason: '调查' } });
    for (const chosen of [undefined, id]) {
      const told = chosen === undefined ? {} : { chosen };
      expect((await send('readMe', { sub: 'stopped' }, told)).body).toMatchObject({
        state: 'SUSPENDED',
        idle: 'SUSPENDED',
      });
      const { status, body } = await send('listAccounts', { sub: 'stopped' }, told);
      expect([status, body.code]).toEqual([403, 'ACCOUNT_SUSPENDED']);
    }
  });

  it('counts a request as the person’s own centre’s, whichever assignment acts', async () => {
    await opened('counted', head(YUZHONG), { role: 'clerk' });
    expect((await authorized({ sub: 'counted' })).usageIdentifierKey).toBe(`registry-centre-${YUZHONG}`);
    expect((await authorized({ sub: 'nobody knows' })).usageIdentifierKey).toBe('registry-centre-500000');
  });

  it('are not had while the table is out of reach, which is no bad token', async () => {
    const away = build([OWN], () => Promise.reject(new TableUnavailable('away')), tenants);
    const event = {
      type: 'TOKEN' as const,
      authorizationToken: `Bearer ${await signed({ sub: 'two' })}`,
      methodArn: 'a/b/c',
    };
    await expect(away(event)).rejects.toThrow(TableUnavailable);
  });
});

describe('a decision', () => {
  const waiting = async (sub: string) => {
    const [id = ''] = await opened(sub, head(), { role: 'reviewer' });
    return { params: { sub, id } };
  };
  const second = async (sub: string) => {
    const asked = {
      caller: operator(),
      body: { sub, name: '负责人', assignment: { role: 'centreHead', districtId: DAZU } },
    };
    const { body } = await ask('openAccount', asked);
    const params = { sub, id: body.assignments[0].id };
    expect((await ask('confirmAssignment', { caller: { ...operator(), sub: 'another' }, params })).status).toBe(200);
    return sub;
  };

  it.each([
    ['a pass phrase alone', OWN, ['pwd'], 403],
    ['nothing said', OWN, undefined, 403],
    ['what is no list', OWN, 'otp', 403],
    ['a one-time password', OWN, ['pwd', 'otp'], 200],
    ['several factors', OWN, ['mfa'], 200],
    ['what an issuer says whose word does not count', SILENT, ['pwd', 'otp'], 403],
  ])('by %s', async (what, from, amr, status) => {
    const sub = await second(`second ${what}`.replaceAll(' ', '-'));
    const answer = await send('confirmAssignment', { sub, from, claims: { amr } }, await waiting(`new-${sub}`));
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.body.code).toBe('SECOND_FACTOR_REQUIRED');
  });

  it('is asked for it where it resets whoever decides, and not for a merchant', async () => {
    const reset = { licenceSeen: true, reason: '忘记口令' };
    const entityId = await file(registry.runtime, { kind: 'merchant' });
    for (const [assignment, codes] of [
      [{ role: 'reviewer' }, ['SECOND_FACTOR_REQUIRED', 'WRONG_STATE']],
      [{ role: 'merchant', entityId }, ['WRONG_STATE', 'WRONG_STATE']],
    ] as const) {
      const by = await second(`resetting-${assignment.role}`);
      const whom = `reset-${assignment.role}`;
      await opened(whom, head(), assignment);
      const told = [['pwd'], ['pwd', 'otp']].map(async (amr) => {
        const asked = { params: { sub: whom }, body: reset };
        return (await send('issueOneTimeCode', { sub: by, from: OWN, claims: { amr } }, asked)).body.code;
      });
      // The issuer of this test is another's, so that nobody resets anything at last.
      expect(await Promise.all(told)).toEqual(codes);
    }
  });

  it('is not asked for it by the trial tokens of this machine, whose claims count', async () => {
    const claims = { role: 'centreHead', districtId: DAZU };
    const answer = await send('confirmAssignment', { sub: 'trial', from: TRIAL, claims }, await waiting('trial-new'));
    expect(answer.status).toBe(200);
  });
});

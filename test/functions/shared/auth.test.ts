import fc from 'fast-check';
import {
  type CryptoKey,
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  exportJWK,
  generateKeyPair,
  SignJWT,
} from 'jose';
import { describe, expect, it } from 'vitest';
import { build, KeysUnavailable, type TokenSource } from '../../../functions/shared/auth/authorizer.ts';
import { type Caller, maySee, ROLES } from '../../../functions/shared/auth/caller.ts';
import { districtsOf } from '../../../functions/shared/auth/scope.ts';
import { usageFrom } from '../../../functions/shared/auth/usage.ts';
import { identifier } from '../../../functions/shared/kernel/identifier.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';

const issuer = 'https://issuer.example';
const audience = 'registry';
const trusted = await generateKeyPair('ES256');
const foreign = await generateKeyPair('ES256');
const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(trusted.publicKey)), kid: 'k', alg: 'ES256' }] });
/** Its claims say what its bearers act as; of others the platform knows nobody. */
const source: TokenSource = { issuer, audience, keys, claims: 'count', amr: 'count', requiresSecondFactor: false };
const knowsNobody = async () => undefined;
const tenants = async () => shippedOn('2026-03-17').tenants;
const authorizer = build([source], knowsNobody, tenants);

const ULID = '01JDXKQ8Z3W5T7V9Y1A3C5E7G9';
const claims = { role: 'clerk', districtId: '500111' };
const token = (
  change: { claims?: object; key?: CryptoKey; issuer?: string; audience?: string; expires?: string; sub?: string } = {},
) =>
  new SignJWT({ ...claims, ...change.claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'k' })
    .setSubject(change.sub ?? 'wang')
    .setIssuer(change.issuer ?? issuer)
    .setAudience(change.audience ?? audience)
    .setExpirationTime(change.expires ?? '1h')
    .sign(change.key ?? trusted.privateKey);
const authorize = (authorizationToken: string) =>
  authorizer({ type: 'TOKEN', authorizationToken, methodArn: 'arn:aws:execute-api:r:0:api/v1/GET/v1/filings/x' });

describe('the authorizer', () => {
  it.each(['bearer ', 'BEARER ', 'bEaReR  '])('takes the scheme in any letters: “%s”', async (scheme) => {
    expect(await authorize(`${scheme}${await token()}`)).toHaveProperty('policyDocument');
  });

  it('hands the claims of a valid token to the function and lets it reach every method', async () => {
    const entityId = identifier('entity', '500111', ULID);
    const result = await authorize(`Bearer ${await token({ claims: { entityId } })}`);
    expect(result.context).toEqual({ sub: 'wang', ...claims, entityId });
    expect(result.policyDocument.Statement[0]).toMatchObject({
      Effect: 'Allow',
      Resource: 'arn:aws:execute-api:r:0:api/v1/*',
    });
  });

  describe('counts a request', () => {
    const counting = build(
      [source],
      knowsNobody,
      tenants,
      usageFrom({ USAGE_KEYS: 'registry', USAGE_CLIENTS: 'erp-dazu,tax' }),
    );
    const counted = async (more: object) => {
      const authorizationToken = `Bearer ${await token({ claims: more })}`;
      const methodArn = 'arn:aws:execute-api:r:0:api/v1/GET/v1/filings/x';
      return (await counting({ type: 'TOKEN', authorizationToken, methodArn })).usageIdentifierKey;
    };

    it.each([
      ['of a person as its centre’s', {}, 'registry-centre-500111'],
      ['of the city as the city’s', { role: 'operator', districtId: '500000' }, 'registry-centre-500000'],
      ['of a client that the deployment names as that client’s', { client_id: 'erp-dazu' }, 'registry-client-erp-dazu'],
      ['of one that OpenID Connect names', { azp: 'tax' }, 'registry-client-tax'],
      ['of a client that nobody named as its centre’s', { client_id: 'other' }, 'registry-centre-500111'],
      ['of a client whose name is no text as its centre’s', { client_id: ['tax'] }, 'registry-centre-500111'],
    ])('%s', async (_what, more, key) => {
      expect(await counted(more)).toBe(key);
    });

    it('of nobody where the deployment counts nothing', async () => {
      expect(usageFrom({})({ districtId: '500111' }, {})).toBeUndefined();
      expect(await authorize(`Bearer ${await token()}`)).not.toHaveProperty('usageIdentifierKey');
    });
  });

  it.each([
    ['no scheme', async () => token()],
    ['garbage', async () => 'Bearer x.y.z'],
    ['another key', async () => `Bearer ${await token({ key: foreign.privateKey })}`],
    ['another issuer', async () => `Bearer ${await token({ issuer: 'https://evil.example' })}`],
    ['another audience', async () => `Bearer ${await token({ audience: 'other' })}`],
    ['an expired token', async () => `Bearer ${await token({ expires: '-1h' })}`],
    ['an unknown role', async () => `Bearer ${await token({ claims: { role: 'root' } })}`],
    ['a district that does not exist', async () => `Bearer ${await token({ claims: { districtId: '999999' } })}`],
    [
      'an entity of another district',
      async () => `Bearer ${await token({ claims: { entityId: identifier('entity', '500103', ULID) } })}`,
    ],
    [
      'what is no entity',
      async () => `Bearer ${await token({ claims: { entityId: identifier('trade', '500111', ULID) } })}`,
    ],
    ['an entity of free text', async () => `Bearer ${await token({ claims: { entityId: 'x#y'.repeat(1000) } })}`],
    ['no district', async () => `Bearer ${await token({ claims: { districtId: undefined } })}`],
    [
      'the none algorithm',
      async () =>
        `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify({ ...claims, sub: 'x', iss: issuer, aud: audience, exp: 4e9 })).toString('base64url')}.`,
    ],
  ])('refuses %s', async (_name, authorization) => {
    await expect(authorize(await authorization())).rejects.toThrow('Unauthorized');
  });
});

describe('keys of the issuer that cannot be had', () => {
  it.each([
    ['nobody answers', () => Promise.reject(new TypeError('fetch failed'))],
    ['the issuer answers with a fault', async () => new Response('busy', { status: 503 })],
    ['the issuer answers with no key set', async () => Response.json({})],
  ])('are a fault, not a bad token: %s', async (_name, fetch) => {
    const remote = createRemoteJWKSet(new URL('https://issuer.example/jwks.json'), { [customFetch]: fetch });
    const event = { type: 'TOKEN' as const, authorizationToken: `Bearer ${await token()}`, methodArn: 'arn/v1/GET' };
    await expect(build([{ ...source, keys: remote }], knowsNobody, tenants)(event)).rejects.toThrow(KeysUnavailable);
  });

  it('are none of a token that names another key', async () => {
    const stray = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: 'other' })
      .setIssuer(issuer)
      .setExpirationTime('1h')
      .sign(trusted.privateKey);
    await expect(authorize(`Bearer ${stray}`)).rejects.toThrow('Unauthorized');
  });
});

describe('who may see a record', () => {
  const district = fc.constantFrom('500111', '500103', '500107');
  const caller = fc.record({
    sub: fc.constant('s'),
    role: fc.constantFrom(...ROLES),
    districtId: district,
    entityId: fc.constantFrom('e1', 'e2'),
  });
  const record = fc.record({ districtId: district, parties: fc.subarray(['e1', 'e2', 'e3']) });

  it('is nobody of another district but the city’s operator', () => {
    fc.assert(
      fc.property(caller, record, (who: Caller, what) => {
        if (who.districtId !== what.districtId) expect(maySee(who, what)).toBe(who.role === 'operator');
      }),
    );
  });

  it('is a merchant or agent only for records it is party to', () => {
    fc.assert(
      fc.property(caller, record, (who: Caller, what) => {
        if (who.role !== 'merchant' && who.role !== 'agent') return;
        expect(maySee(who, what)).toBe(who.districtId === what.districtId && what.parties.includes(who.entityId ?? ''));
      }),
    );
    expect(
      maySee({ sub: 's', role: 'merchant', districtId: '500111' }, { districtId: '500111', parties: ['e1'] }),
    ).toBe(false);
  });

  it('is a city-wide agency everywhere, and lists follow the same line', async () => {
    const listed = await tenants();
    const tax: Caller = { sub: 't', role: 'agency', districtId: '500000' };
    expect(maySee(tax, { districtId: '500107', parties: [] })).toBe(true);
    expect(districtsOf(tax, undefined, listed)).toEqual(['500111', '500103', '500107']);
    expect(districtsOf({ ...tax, role: 'clerk', districtId: '500111' }, undefined, listed)).toEqual(['500111']);
    expect(districtsOf({ ...tax, role: 'clerk', districtId: '500111' }, '500103', listed)).toEqual([]);
  });
});

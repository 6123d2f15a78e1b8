import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createLocalJWKSet, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import type { TokenSource } from '../../../functions/shared/auth/authorizer.ts';
import type { Caller } from '../../../functions/shared/auth/caller.ts';

/** The embedded host's own OIDC issuer: it signs tokens for trials, which the authorizer verifies like any other's. */
export interface TokenIssuer {
  /** What the authorizer is built from. */
  readonly source: TokenSource;
  issue(caller: Caller): Promise<string>;
}

const ISSUER = 'urn:market-procurement-registry:embedded-host';
const AUDIENCE = 'market-procurement-registry';

const LIFETIME = '90d';

/** @param keyFile where the signing key is kept, so that tokens outlive a restart; undefined makes one for this run */
export async function tokenIssuer(keyFile: string | undefined): Promise<TokenIssuer> {
  const jwk = await signingKey(keyFile);
  const key = await importJWK(jwk, 'ES256');
  const { d: _private, ...publicJwk } = jwk;
  return {
    source: { issuer: ISSUER, audience: AUDIENCE, keys: createLocalJWKSet({ keys: [publicJwk] }) },
    issue: ({ sub, ...claims }) =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: jwk.kid ?? '' })
        .setSubject(sub)
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt()
        .setExpirationTime(LIFETIME)
        .sign(key),
  };
}

async function signingKey(keyFile: string | undefined): Promise<JWK> {
  if (keyFile !== undefined && existsSync(keyFile)) return JSON.parse(readFileSync(keyFile, 'utf8')) as JWK;
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: crypto.randomUUID(), use: 'sig', alg: 'ES256' };
  if (keyFile !== undefined) writeFileSync(keyFile, JSON.stringify(jwk), { mode: 0o600 });
  return jwk;
}

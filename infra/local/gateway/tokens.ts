import { createLocalJWKSet, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import type { TokenSource } from '../../../functions/shared/auth/authorizer.ts';
import type { Claims } from '../../../functions/shared/auth/caller.ts';
import { BrokenFile, readWhole, writeWhole } from '../whole-file.ts';

/** The embedded host's own OIDC issuer: it signs tokens for trials, which the authorizer verifies like any other's. */
export interface TokenIssuer {
  /** What the authorizer is built from. */
  readonly source: TokenSource;
  issue(claims: DevClaims): Promise<string>;
}

/** What a token for trials says: all that its bearer acts as, and how they have signed in. */
export type DevClaims = Claims & {
  readonly name?: string | undefined;
  readonly amr?: readonly string[] | undefined;
};

/** Where a host's data folder has the key that signs its tokens. */
export const TOKEN_KEY_FILE = 'signing-key.json';

const ISSUER = 'urn:market-procurement-registry:embedded-host';
const AUDIENCE = 'market-procurement-registry';

const LIFETIME = '90d';

/** @param keyFile where the signing key is kept, so that tokens outlive a restart; undefined makes one for this run */
export async function tokenIssuer(keyFile: string | undefined): Promise<TokenIssuer> {
  const jwk = (keyFile === undefined ? undefined : await keptKey(keyFile)) ?? (await newKey(keyFile));
  const key = await importJWK(jwk, 'ES256');
  const { d: _private, ...publicJwk } = jwk;
  return {
    source: {
      issuer: ISSUER,
      audience: AUDIENCE,
      keys: createLocalJWKSet({ keys: [publicJwk] }),
      claims: 'count',
      amr: 'count',
      // Whoever can have such a token sits at this machine.
      requiresSecondFactor: false,
    },
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

const DELETE_KEY = 'put back a copy, or delete it; the tokens that were handed out then no longer hold';

/** @throws BrokenFile */
async function keptKey(file: string): Promise<JWK | undefined> {
  const jwk = readWhole(file, DELETE_KEY, (text) => JSON.parse(text) as JWK);
  if (jwk === undefined) return undefined;
  return importJWK(jwk, 'ES256').then(
    () => jwk,
    (error: unknown) => {
      throw new BrokenFile(`${file} is broken (${String(error)}): ${DELETE_KEY}`, { cause: error });
    },
  );
}

async function newKey(file: string | undefined): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: crypto.randomUUID(), use: 'sig', alg: 'ES256' };
  if (file !== undefined) writeWhole(file, JSON.stringify(jwk), 0o600);
  return jwk;
}

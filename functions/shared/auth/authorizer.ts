import type { APIGatewayAuthorizerResult, APIGatewayTokenAuthorizerEvent } from 'aws-lambda';
import { createRemoteJWKSet, decodeJwt, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';
import { CITY, type DistrictId } from '../kernel/identifier.ts';
import { logger } from '../log.ts';
import type { Lists } from '../reference/lists/index.ts';
import { type Reference, reference } from '../reference/reference.ts';
import { documentClient, tableNames } from '../table/client.ts';
import { table } from '../table/table.ts';
import { type PersonOf, personReader } from './account.ts';
import { claimsAmong } from './caller.ts';
import { postsText, type Told } from './session.ts';
import { type UsageOf, usageFrom } from './usage.ts';

/** Where tokens come from: an OIDC issuer's name, audience and signing keys, and what of its tokens is believed. */
export interface TokenSource {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JWTVerifyGetKey;
  /** Whether the claims `role`, `districtId` … say what its bearer acts as; else the platform's assignments do. */
  readonly claims: 'count' | 'ignored';
  /** Whether its `amr` says how its bearer has signed in. */
  readonly amr: 'count' | 'ignored';
  /** Whether decisions ask for a second factor in `amr`. */
  readonly requiresSecondFactor: boolean;
}

type Tenants = () => Promise<Lists['tenants']>;

/** The tenants in force now. */
export const tenantsOf =
  (lists: Pick<Reference, 'at'>, now: () => Date): Tenants =>
  async () =>
    (await lists.at(now().toISOString())).tenants;

/**
 * API Gateway's TOKEN authorizer. A valid token lets its bearer reach the API; what it may do there the endpoint decides
 * by role and district, those of the claims or of the assignment that the request names. Anything else is answered 401 by
 * the gateway.
 *
 * @param sources tokens of no other issuer are taken
 * @param tenants in force now, of which claims may name one
 * @param usageOf under which key API Gateway counts the request against its plan
 * @throws Error `Unauthorized`, the text by which API Gateway answers 401
 * @throws KeysUnavailable which API Gateway answers 500: to sign in again would not help; the same of a table out of reach
 */
export const build =
  (sources: readonly TokenSource[], personOf: PersonOf, tenants: Tenants, usageOf: UsageOf = () => undefined) =>
  async (event: APIGatewayTokenAuthorizerEvent): Promise<APIGatewayAuthorizerResult> => {
    const verified = await verify(event.authorizationToken, sources);
    const { told, districtId } = await bearerOf(verified, personOf, tenants);
    const usage = usageOf({ districtId }, verified.payload);
    return {
      principalId: told.sub,
      context: { ...told },
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: everyMethod(event.methodArn) }],
      },
      ...(usage === undefined ? {} : { usageIdentifierKey: usage }),
    };
  };

/** A token that holds. */
interface Verified {
  readonly source: TokenSource;
  readonly payload: JWTPayload & { readonly sub: string };
}

const Subject = z.object({ sub: z.string().min(1).max(200) });

async function verify(authorization: string, sources: readonly TokenSource[]): Promise<Verified> {
  try {
    // A scheme is written in any letters (RFC 9110, 11.1).
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
    const { iss } = decodeJwt(token);
    const source = sources.find(({ issuer }) => issuer === iss);
    if (!source) throw new UnknownIssuer();
    const { payload } = await jwtVerify(token, keySource(source.keys), {
      issuer: source.issuer,
      audience: source.audience,
      algorithms: ['ES256', 'RS256', 'PS256'],
      requiredClaims: ['exp', 'sub'],
      clockTolerance: 30,
    });
    return { source, payload: { ...payload, ...Subject.parse(payload) } };
  } catch (error) {
    if (error instanceof KeysUnavailable) {
      logger.error('no token can be verified', { error });
      throw error;
    }
    throw refused(error);
  }
}

/** What the gateway answers 401 for. */
function refused(error: unknown): Error {
  logger.info('token refused', { reason: error instanceof Error ? error.name : 'unknown' });
  return new Error('Unauthorized', { cause: error });
}

/** Nobody here takes the tokens of this issuer. */
class UnknownIssuer extends Error {
  override readonly name = 'UnknownIssuer';
}

/** What a token says of its bearer beside what it acts as; what has another form says nothing. */
const Presented = z.object({
  name: z.string().min(1).max(100).optional().catch(undefined),
  amr: z
    .array(z.string().regex(/^[\w.:-]{1,30}$/))
    .max(10)
    .catch([]),
});

/** The words of RFC 8176 by which a second factor shows. */
const SECOND_FACTORS: ReadonlySet<string> = new Set(['mfa', 'otp']);

/** What the functions are told of a token's bearer, and as whose the request counts. */
async function bearerOf(
  { source, payload }: Verified,
  personOf: PersonOf,
  tenants: Tenants,
): Promise<{ readonly told: Told; readonly districtId: DistrictId }> {
  const { name, amr: methods } = Presented.parse(payload);
  const amr = source.amr === 'count' ? methods : [];
  const common = {
    ...(name !== undefined && { name }),
    ...(source.requiresSecondFactor &&
      !amr.some((one) => SECOND_FACTORS.has(one)) && { secondFactor: 'MISSING' as const }),
  };
  if (source.claims === 'count') {
    const { data, error } = claimsAmong(await tenants()).safeParse(payload);
    if (!data) throw refused(error);
    return { told: { ...data, ...common }, districtId: data.districtId };
  }
  const { sub } = payload;
  const person = await personOf(sub);
  const { isSuspended = false, posts = [], districtId = CITY } = person ?? {};
  const told = {
    sub,
    ...common,
    ...(person && { name: person.name }),
    posts: postsText({ isSuspended, posts: [...posts] }),
  };
  return { told, districtId };
}

/** The issuer's keys could not be had: the fault is not the token's. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

/** The issuer's keys: that a token names none of them is the token's fault, and whatever else fails is not. */
const keySource =
  (keys: JWTVerifyGetKey): JWTVerifyGetKey =>
  async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      if (isTokenFault(error)) throw error;
      throw new KeysUnavailable('the keys of the issuer could not be had', { cause: error });
    }
  };

const TOKEN_FAULTS = [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported];

const isTokenFault = (error: unknown): boolean => TOKEN_FAULTS.some((fault) => error instanceof fault);

/** The decision is cached for the token, so it must cover every method of the stage. */
const everyMethod = (methodArn: string): string => `${methodArn.split('/').slice(0, 2).join('/')}/*`;

const registry = table(documentClient(), tableNames(process.env));
const now = (): Date => new Date();

export const handler = build(
  [
    {
      issuer: process.env['OIDC_ISSUER'] ?? '',
      audience: process.env['OIDC_AUDIENCE'] ?? '',
      keys: createRemoteJWKSet(new URL(process.env['OIDC_JWKS_URI'] ?? 'https://issuer.invalid/jwks.json')),
      claims: process.env['OIDC_CLAIMS'] === 'count' ? 'count' : 'ignored',
      amr: process.env['OIDC_AMR'] === 'count' ? 'count' : 'ignored',
      requiresSecondFactor: true,
    },
  ],
  personReader(registry, now),
  tenantsOf(reference(registry, now), now),
  usageFrom(process.env),
);

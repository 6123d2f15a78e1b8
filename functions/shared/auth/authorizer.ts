import type { APIGatewayAuthorizerResult, APIGatewayTokenAuthorizerEvent } from 'aws-lambda';
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { logger } from '../log.ts';
import { type Caller, Claims } from './caller.ts';
import { type UsageOf, usageFrom } from './usage.ts';

/** Where tokens come from: an OIDC issuer's name, audience and signing keys. */
export interface TokenSource {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JWTVerifyGetKey;
}

/**
 * API Gateway's TOKEN authorizer. A valid token lets its bearer reach the API; what it may do there the endpoint decides
 * by role and district. Anything else is answered 401 by the gateway.
 *
 * @param usageOf under which key API Gateway counts the request against its plan
 * @throws Error `Unauthorized`, the text by which API Gateway answers 401
 * @throws KeysUnavailable which API Gateway answers 500: to sign in again would not help
 */
export const build =
  (source: TokenSource, usageOf: UsageOf = () => undefined) =>
  async (event: APIGatewayTokenAuthorizerEvent): Promise<APIGatewayAuthorizerResult> => {
    const { caller, claims } = await verify(event.authorizationToken, source);
    const usage = usageOf(caller, claims);
    return {
      principalId: caller.sub,
      context: { ...caller },
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: everyMethod(event.methodArn) }],
      },
      ...(usage === undefined ? {} : { usageIdentifierKey: usage }),
    };
  };

async function verify(
  authorization: string,
  source: TokenSource,
): Promise<{ readonly caller: Caller; readonly claims: JWTPayload }> {
  try {
    // A scheme is written in any letters (RFC 9110, 11.1).
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
    const { payload } = await jwtVerify(token, keySource(source.keys), {
      issuer: source.issuer,
      audience: source.audience,
      algorithms: ['ES256', 'RS256', 'PS256'],
      requiredClaims: ['exp', 'sub'],
      clockTolerance: 30,
    });
    return { caller: Claims.parse(payload), claims: payload };
  } catch (error) {
    if (error instanceof KeysUnavailable) {
      logger.error('no token can be verified', { error });
      throw error;
    }
    logger.info('token refused', { reason: error instanceof Error ? error.name : 'unknown' });
    throw new Error('Unauthorized', { cause: error });
  }
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

export const handler = build(
  {
    issuer: process.env['OIDC_ISSUER'] ?? '',
    audience: process.env['OIDC_AUDIENCE'] ?? '',
    keys: createRemoteJWKSet(new URL(process.env['OIDC_JWKS_URI'] ?? 'https://issuer.invalid/jwks.json')),
  },
  usageFrom(process.env),
);

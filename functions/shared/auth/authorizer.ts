import type { APIGatewayAuthorizerResult, APIGatewayTokenAuthorizerEvent } from 'aws-lambda';
import { createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { logger } from '../log.ts';
import { Caller } from './caller.ts';

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
 * @throws Error `Unauthorized`, the text by which API Gateway answers 401
 */
export const build =
  (source: TokenSource) =>
  async (event: APIGatewayTokenAuthorizerEvent): Promise<APIGatewayAuthorizerResult> => {
    const caller = await verify(event.authorizationToken, source);
    return {
      principalId: caller.sub,
      context: { ...caller },
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: everyMethod(event.methodArn) }],
      },
    };
  };

async function verify(authorization: string, source: TokenSource): Promise<Caller> {
  try {
    const token = /^Bearer (\S+)$/.exec(authorization)?.[1] ?? '';
    const { payload } = await jwtVerify(token, source.keys, {
      issuer: source.issuer,
      audience: source.audience,
      algorithms: ['ES256', 'RS256', 'PS256'],
      requiredClaims: ['exp', 'sub'],
      clockTolerance: 30,
    });
    return Caller.parse(payload);
  } catch (error) {
    logger.info('token refused', { reason: error instanceof Error ? error.name : 'unknown' });
    throw new Error('Unauthorized', { cause: error });
  }
}

/** The decision is cached for the token, so it must cover every method of the stage. */
const everyMethod = (methodArn: string): string => `${methodArn.split('/').slice(0, 2).join('/')}/*`;

export const handler = build({
  issuer: process.env['OIDC_ISSUER'] ?? '',
  audience: process.env['OIDC_AUDIENCE'] ?? '',
  keys: createRemoteJWKSet(new URL(process.env['OIDC_JWKS_URI'] ?? 'https://issuer.invalid/jwks.json')),
});

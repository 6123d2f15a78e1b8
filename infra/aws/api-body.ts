import { MIN_COMPRESSED_BYTES } from '../manifest/compression.ts';
import type { Route } from '../manifest/model.ts';
import { type GatewayResponse, gatewayResponses } from './gateway-responses.ts';

/** Name of the security scheme that the authorizer is. */
const TOKENS = 'tokens';

/** Name of the scheme by which requests count against usage plans; the authorizer tells the key, no client does. */
const USAGE = 'usage';

/** [designed] Seconds for which the authorizer's answer to a token holds: no longer does a token outlive its expiry. */
const DECISION_SECONDS = 60;

export interface ApiBodyProps {
  readonly title: string;
  readonly routes: readonly Route[];
  /** API Gateway's address of a function, by the function's name. */
  readonly uriOf: (name: string) => string;
  /** The same of the authorizer. */
  readonly authorizerUri: string;
}

/** What API Gateway imports, and no more of OpenAPI 3.0 than it acts upon. */
export interface ApiBody {
  readonly openapi: '3.0.1';
  readonly info: { readonly title: string; readonly version: '1' };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly securitySchemes: Readonly<Record<string, SecurityScheme>> };
  readonly 'x-amazon-apigateway-api-key-source': 'AUTHORIZER';
  readonly 'x-amazon-apigateway-gateway-responses': Readonly<Record<string, GatewayResponse>>;
  readonly 'x-amazon-apigateway-binary-media-types': readonly string[];
  readonly 'x-amazon-apigateway-minimum-compression-size': number;
}

/** One method of a path. */
export interface Operation {
  readonly parameters: readonly PathParameter[];
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
  /** Schemes of which one must be passed; of none where the method is open. */
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly 'x-amazon-apigateway-integration': {
    readonly type: 'aws_proxy';
    readonly httpMethod: 'POST';
    readonly uri: string;
  };
}

interface PathParameter {
  readonly name: string;
  readonly in: 'path';
  readonly required: true;
  readonly schema: { readonly type: 'string' };
}

export interface SecurityScheme {
  readonly type: 'apiKey';
  readonly name: 'Authorization' | 'x-api-key';
  readonly in: 'header';
  readonly 'x-amazon-apigateway-authtype'?: 'custom';
  readonly 'x-amazon-apigateway-authorizer'?: {
    readonly type: 'token';
    readonly authorizerUri: string;
    readonly authorizerResultTtlInSeconds: number;
    readonly identityValidationExpression: string;
  };
}

/**
 * The routes as API Gateway imports them: which function answers, and whether the authorizer comes first. It reads no
 * OpenAPI 3.1, which the published contract is (`/openapi.json`), and validates nothing: the functions do.
 *
 * Whatever belongs to the API stands in the body. An import replaces the API as a whole, so that authorizers and gateway
 * responses that are resources of their own are lost with the next change of a route (aws/aws-cdk issue 28652).
 */
export const apiBody = ({ title, routes, uriOf, authorizerUri }: ApiBodyProps): ApiBody => ({
  openapi: '3.0.1',
  info: { title, version: '1' },
  paths: paths(routes, uriOf),
  components: {
    securitySchemes: {
      [TOKENS]: {
        type: 'apiKey',
        name: 'Authorization',
        in: 'header',
        'x-amazon-apigateway-authtype': 'custom',
        'x-amazon-apigateway-authorizer': {
          type: 'token',
          authorizerUri,
          authorizerResultTtlInSeconds: DECISION_SECONDS,
          identityValidationExpression: '^[Bb][Ee][Aa][Rr][Ee][Rr] +[-_.A-Za-z0-9]+$',
        },
      },
      [USAGE]: { type: 'apiKey', name: 'x-api-key', in: 'header' },
    },
  },
  'x-amazon-apigateway-api-key-source': 'AUTHORIZER',
  'x-amazon-apigateway-gateway-responses': gatewayResponses(),
  'x-amazon-apigateway-binary-media-types': ['*/*'],
  'x-amazon-apigateway-minimum-compression-size': MIN_COMPRESSED_BYTES,
});

function paths(routes: readonly Route[], uriOf: ApiBodyProps['uriOf']): Record<string, Record<string, Operation>> {
  const found: Record<string, Record<string, Operation>> = {};
  for (const { endpoint, function: name } of routes) {
    const methods = (found[endpoint.path] ??= {});
    methods[endpoint.method.toLowerCase()] = {
      parameters: pathParameters(endpoint.path),
      responses: { [endpoint.success.status]: { description: 'see /openapi.json' } },
      security: endpoint.roles.length > 0 ? [{ [TOKENS]: [], [USAGE]: [] }] : [],
      'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: uriOf(name) },
    };
  }
  return found;
}

const pathParameters = (path: string): PathParameter[] =>
  [...path.matchAll(/\{(\w+)\+?\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

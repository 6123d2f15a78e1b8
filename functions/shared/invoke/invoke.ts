import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import type { Caller } from '../auth/caller.ts';
import { correlation } from '../correlation.ts';
import { functionVariable } from '../runtime.ts';

/** One request of another capability's HTTP contract, made in the name of whoever called this one. */
export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** As in the contract, e.g. `/v1/filings/{id}`. */
  readonly path: `/v1/${string}`;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly caller: Caller;
  /** The interchange message that is carried out by it. */
  readonly messageId?: string;
}

export interface ApiReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON. */
  readonly body: unknown;
}

/** The port by which a capability is a client of another's API function. */
export type CallApi = (functionName: string, call: ApiCall) => Promise<ApiReply>;

/** The other function did not answer at all: it threw, timed out or is out of reach. A repeated request may succeed. */
export class ApiUnreachable extends Error {
  override readonly name = 'ApiUnreachable';
}

const ProxyResult = z.object({
  statusCode: z.int(),
  headers: z.record(z.string(), z.coerce.string()).default({}),
  body: z.string(),
});

/**
 * Calls API functions through Lambda with the proxy event that API Gateway would send; the caller's own authorizer
 * context goes with it, so the other function grants what it would grant the caller.
 *
 * @throws ApiUnreachable
 */
export const lambdaApi =
  (environment: NodeJS.ProcessEnv = process.env, client = new LambdaClient({})): CallApi =>
  async (functionName, call) => {
    const variable = functionVariable(functionName);
    const target = environment[variable];
    if (!target) throw new Error(`environment variable ${variable} is not set`);
    const answer = await client
      .send(new InvokeCommand({ FunctionName: target, Payload: JSON.stringify(proxyEvent(call)) }))
      .catch((error: unknown) => {
        throw new ApiUnreachable(`${functionName} is out of reach`, { cause: error });
      });
    const payload = Buffer.from(answer.Payload ?? []).toString('utf8');
    if (answer.FunctionError) throw new ApiUnreachable(`${functionName} failed: ${answer.FunctionError}`);
    return replyOf(JSON.parse(payload));
  };

/** What API Gateway would hand to the function. */
export const proxyEvent = ({ method, path, params = {}, query, headers, body, caller, messageId }: ApiCall) => ({
  httpMethod: method,
  resource: path,
  path: path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(params[name] ?? '')),
  pathParameters: params,
  queryStringParameters: query ?? null,
  headers: {
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...belongingHeader(),
    ...headers,
  },
  body: body === undefined ? null : JSON.stringify(body),
  isBase64Encoded: false,
  requestContext: {
    requestId: crypto.randomUUID(),
    authorizer: { ...caller, byFunction: 'true', ...(messageId !== undefined && { messageId }) },
  },
});

/** What is caused on the way belongs to the request that this call is made for. */
function belongingHeader(): Record<string, string> {
  const { correlationId } = correlation() ?? {};
  return correlationId === undefined ? {} : { 'X-Correlation-Id': correlationId };
}

/** A function's answer as API Gateway would give it to a client. */
export function replyOf(result: unknown): ApiReply {
  const { statusCode, headers, body } = ProxyResult.parse(result);
  return { status: statusCode, headers, body: body === '' ? undefined : JSON.parse(body) };
}

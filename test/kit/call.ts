import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { Caller } from '../../functions/shared/auth/caller.ts';
import type { Contract } from '../../functions/shared/http/contract.ts';
import { DRY_RUN, DryRunJson } from '../../functions/shared/http/dry-run.ts';
import { CONTEXT } from './context.ts';

type Handler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

export interface CallOptions {
  readonly caller?: Caller;
  readonly params?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string | undefined>;
  /** JSON body; a string and bytes are sent as they stand. */
  readonly body?: unknown;
}

export interface Reply {
  readonly status: number;
  readonly headers: Record<string, string>;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what came back
  readonly body: any;
}

let count = 0;

/**
 * Calls an operation of a contract on its Lambda handler, as API Gateway would. A successful JSON answer is held to the
 * contract's schema, so that no test passes on an answer the OpenAPI document does not describe.
 */
export async function call<const C extends Contract>(
  handler: unknown,
  contract: C,
  operation: keyof C & string,
  options: CallOptions = {},
): Promise<Reply> {
  const endpoint = contract[operation];
  if (!endpoint) throw new Error(`no operation ${operation}`);
  count += 1;
  const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => options.params?.[name] ?? '');
  const event = {
    httpMethod: endpoint.method,
    resource: endpoint.path,
    path,
    pathParameters: options.params ?? null,
    queryStringParameters: options.query ?? null,
    headers: {
      ...(options.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(endpoint.method === 'POST' && endpoint.idempotent ? { 'Idempotency-Key': `key-${count}` } : {}),
      ...options.headers,
    },
    body: sent(options.body),
    isBase64Encoded: Buffer.isBuffer(options.body),
    requestContext: { requestId: `request-${count}`, authorizer: options.caller ?? null },
  } as unknown as APIGatewayProxyEvent;
  const result = await (handler as Handler)(event, CONTEXT as Context);
  const headers = (result.headers ?? {}) as Record<string, string>;
  const isJson = (headers['Content-Type'] ?? '').includes('json');
  const text = result.isBase64Encoded ? Buffer.from(result.body, 'base64') : result.body;
  const body: unknown = isJson && result.body ? JSON.parse(result.body) : text;
  const schema = headers['Preference-Applied'] === DRY_RUN ? DryRunJson : endpoint.success.schema;
  if (isJson && result.statusCode < 300) schema.parse(body);
  return { status: result.statusCode, headers, body };
}

function sent(body: unknown): string | null {
  if (body === undefined) return null;
  if (Buffer.isBuffer(body)) return body.toString('base64');
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** The header by which a request names the version that is read; where nothing is to be read, some version. */
export const asRead = async (read: Promise<Reply>): Promise<{ readonly 'If-Match': string }> => ({
  'If-Match': (await read).headers['ETag'] ?? '"1"',
});

const caller = (role: Caller['role'], districtId: string, sub: string, entityId?: string): Caller => ({
  sub,
  role,
  districtId,
  ...(entityId === undefined ? {} : { entityId }),
});

export const DAZU = '500111';
export const YUZHONG = '500103';

export const clerk = (districtId = DAZU): Caller => caller('clerk', districtId, `clerk-${districtId}`);
export const reviewer = (districtId = DAZU, sub = `reviewer-${districtId}`): Caller =>
  caller('reviewer', districtId, sub);
export const operator = (): Caller => caller('operator', '500000', 'operator');
export const agency = (districtId = '500000'): Caller => caller('agency', districtId, 'agency');
export const merchant = (entityId: string, districtId = DAZU): Caller =>
  caller('merchant', districtId, `merchant-${entityId}`, entityId);

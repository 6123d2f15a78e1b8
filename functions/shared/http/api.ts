import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { z } from 'zod';
import { Caller } from '../auth/caller.ts';
import { findingsOf } from '../kernel/issues.ts';
import { logger } from '../log.ts';
import type { Runtime } from '../runtime.ts';
import { ConcurrencyConflict, TableUnavailable } from '../table/errors.ts';
import type { Write } from '../table/write.ts';
import type { AnswerOf, BodyOf, Contract, Endpoint, QueryOf, RawBody } from './contract.ts';
import { AlreadyAnswered, fingerprint, type RecordedAnswer, recordedAnswer, recordWrite } from './idempotency.ts';
import { Problem, problemBody, ruleViolation } from './problem.ts';

/** What an operation is given; everything in it is authorised and parsed. */
export interface Request<E extends Endpoint> {
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly query: QueryOf<E>;
  readonly body: BodyOf<E>;
  /** The version named by `If-Match`; 0 where the endpoint does not ask for one. */
  readonly expectedVersion: number;
  /** `warningId`s the client accepts, from `Accept-Warnings`. */
  readonly acceptedWarnings: ReadonlySet<string>;
  /** The `Accept` header, for endpoints that offer more than JSON. */
  readonly accept: string;
  /** ISO 8601 instant of the request. */
  readonly at: string;
}

/** What an operation answers: a body and the writes that make it true. The writes are committed as one transaction. */
export interface Answer<B> {
  readonly body: B;
  readonly headers?: Record<string, string>;
  readonly writes?: readonly Write[];
  /** Set where the body is not JSON but already text of this type. */
  readonly contentType?: string;
}

export type Operations<C extends Contract> = {
  readonly [Name in keyof C]: (request: Request<C[Name]>) => Promise<Answer<AnswerOf<C[Name]> | string>>;
};

const ATTEMPTS = 4;

/** The Lambda handler of a capability's API: authorise, parse, call, commit, map. */
export function restApi<const C extends Contract>(contract: C, operations: Operations<C>, runtime: Runtime) {
  const routes = new Map(
    Object.entries(contract).map(([name, endpoint]) => [
      `${endpoint.method} ${endpoint.path}`,
      { name, endpoint, operate: operations[name] as (request: Request<Endpoint>) => Promise<Answer<unknown>> },
    ]),
  );
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .use(logged(runtime))
    .handler(async (event) => {
      const route = routes.get(`${event.httpMethod} ${event.resource}`);
      if (!route) throw new Problem('NOT_FOUND', '没有这个地址；接口清单见 /openapi.json');
      return answer(route.endpoint, route.operate, event, runtime);
    });
}

async function answer(
  endpoint: Endpoint,
  operate: (request: Request<Endpoint>) => Promise<Answer<unknown>>,
  event: APIGatewayProxyEvent,
  runtime: Runtime,
): Promise<APIGatewayProxyResult> {
  const request = parse(endpoint, event, runtime.now());
  const key = idempotencyKey(endpoint, event);
  const print = fingerprint(event.httpMethod, event.path, event.body ?? '');
  for (let attempt = 1; ; attempt += 1) {
    if (key !== undefined) {
      const recorded = await recordedAnswer(runtime.table, request.caller, key, print);
      if (recorded) return respond(recorded, event, { 'Idempotent-Replayed': 'true' });
    }
    const result = await operate(request);
    const first = rendered(endpoint, result);
    const writes = [
      ...(key === undefined ? [] : [recordWrite(request.caller, key, print, first, runtime.now())]),
      ...(result.writes ?? []),
    ];
    try {
      if (result.writes || key !== undefined) await runtime.table.commit(writes);
      return respond(first, event);
    } catch (error) {
      const collided = error instanceof ConcurrencyConflict || error instanceof AlreadyAnswered;
      if (!collided) throw error;
      if (attempt === ATTEMPTS) {
        throw new Problem('CONFLICT', '同一记录正在被另一请求办理，请稍后用同一 Idempotency-Key 重试', [], {
          cause: error,
        });
      }
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 25 * 2 ** attempt));
    }
  }
}

function parse(endpoint: Endpoint, event: APIGatewayProxyEvent, now: Date): Request<Endpoint> {
  const caller = callerOf(endpoint, event);
  const query = endpoint.query ? parsed(endpoint.query, event.queryStringParameters ?? {}, 'BAD_PARAMETER') : undefined;
  return {
    caller,
    params: (event.pathParameters ?? {}) as Record<string, string>,
    query: query as QueryOf<Endpoint>,
    body: body(endpoint, event) as BodyOf<Endpoint>,
    expectedVersion: endpoint.ifMatch ? ifMatch(event) : 0,
    acceptedWarnings: new Set((header(event, 'accept-warnings') ?? '').split(',').map((id) => id.trim())),
    accept: header(event, 'accept') ?? '*/*',
    at: now.toISOString(),
  };
}

function callerOf(endpoint: Endpoint, event: APIGatewayProxyEvent): Caller {
  const caller = Caller.safeParse(event.requestContext.authorizer ?? {});
  if (!caller.success) {
    if (endpoint.roles.length > 0) throw new Problem('UNAUTHENTICATED', '请先登录，并在 Authorization 中带上令牌');
    return { sub: 'anonymous', role: 'merchant', districtId: '000000' };
  }
  if (endpoint.roles.length > 0 && !endpoint.roles.includes(caller.data.role)) {
    throw new Problem('FORBIDDEN', `角色 ${caller.data.role} 不能办理此项；需要 ${endpoint.roles.join('、')}`);
  }
  return caller.data;
}

function parsed(schema: z.ZodType, input: unknown, code: 'BAD_PARAMETER' | 'RULE_VIOLATION'): unknown {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const findings = findingsOf(schema, input, result.error);
  throw code === 'RULE_VIOLATION'
    ? ruleViolation(findings)
    : new Problem(code, findings.map((found) => found.message).join('；'), findings);
}

function body(endpoint: Endpoint, event: APIGatewayProxyEvent): unknown {
  if (endpoint.consumes) return rawBody(endpoint.consumes, event);
  return endpoint.body && parsed(endpoint.body, jsonBody(event), 'RULE_VIOLATION');
}

function rawBody(consumes: readonly string[], event: APIGatewayProxyEvent): RawBody {
  const type = (header(event, 'content-type') ?? '').toLowerCase();
  if (!consumes.includes(type.split(';')[0]?.trim() ?? '')) {
    throw new Problem('UNSUPPORTED_MEDIA_TYPE', `请用 Content-Type: ${consumes.join(' 或 ')}，收到“${type}”`);
  }
  return { bytes: bytesOf(event), type };
}

const bytesOf = (event: APIGatewayProxyEvent): Buffer =>
  Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');

function jsonBody(event: APIGatewayProxyEvent): unknown {
  const type = header(event, 'content-type') ?? '';
  if (!/^application\/([\w.-]+\+)?json\b/i.test(type)) {
    throw new Problem('UNSUPPORTED_MEDIA_TYPE', `请用 Content-Type: application/json，收到“${type}”`);
  }
  try {
    return JSON.parse(bytesOf(event).toString('utf8'));
  } catch (error) {
    throw new Problem('MALFORMED_JSON', '请求内容不是有效的 JSON，请检查括号、引号和逗号', [], { cause: error });
  }
}

function idempotencyKey(endpoint: Endpoint, event: APIGatewayProxyEvent): string | undefined {
  if (endpoint.method !== 'POST') return undefined;
  const key = header(event, 'idempotency-key');
  if (key === undefined && endpoint.idempotent) {
    throw new Problem(
      'IDEMPOTENCY_KEY_REQUIRED',
      '新建请求须带 Idempotency-Key（每次办理一个新的 UUID），以防重复提交',
    );
  }
  if (key !== undefined && !/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new Problem('BAD_PARAMETER', 'Idempotency-Key 须为 1 至 255 个可见的英文字符，建议用 UUID');
  }
  return key;
}

function ifMatch(event: APIGatewayProxyEvent): number {
  const value = header(event, 'if-match');
  if (value === undefined) {
    throw new Problem('PRECONDITION_REQUIRED', '修改记录须带 If-Match，值为读取时得到的 ETag');
  }
  const version = /^"(\d+)"$/.exec(value)?.[1];
  if (version === undefined)
    throw new Problem('PRECONDITION_FAILED', `If-Match ${value} 不是本系统给出的 ETag，请重新读取`);
  return Number(version);
}

function rendered(endpoint: Endpoint, result: Answer<unknown>): RecordedAnswer {
  return {
    status: endpoint.success.status,
    headers: { 'Content-Type': result.contentType ?? 'application/json; charset=utf-8', ...result.headers },
    body: result.contentType === undefined ? JSON.stringify(result.body) : String(result.body),
  };
}

const respond = (
  answered: RecordedAnswer,
  event: APIGatewayProxyEvent,
  headers: Record<string, string> = {},
): APIGatewayProxyResult => ({
  statusCode: answered.status,
  headers: { ...answered.headers, ...headers, 'X-Correlation-Id': correlationId(event), 'Cache-Control': 'no-store' },
  body: answered.body,
});

/** Logs each request by identifiers and outcome, and renders every error as a problem. */
const logged = (runtime: Runtime): middy.MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult> => ({
  onError: (request) => {
    const problem = asProblem(request.error);
    const id = correlationId(request.event);
    const facts = {
      correlationId: id,
      method: request.event.httpMethod,
      route: request.event.resource,
      code: problem.code,
    };
    if (problem.status >= 500) logger.error('request failed', { ...facts, error: request.error as Error });
    else logger.info('request refused', facts);
    request.response = respond(
      {
        status: problem.status,
        headers: {
          'Content-Type': 'application/problem+json; charset=utf-8',
          ...(problem.status === 503 ? { 'Retry-After': '1' } : {}),
        },
        body: JSON.stringify(problemBody(problem, request.event.path, id)),
      },
      request.event,
    );
  },
  after: (request) => {
    logger.info('request answered', {
      correlationId: correlationId(request.event),
      method: request.event.httpMethod,
      route: request.event.resource,
      status: request.response?.statusCode,
      at: runtime.now().toISOString(),
    });
  },
});

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const options = { cause: error };
  if (error instanceof ConcurrencyConflict) {
    return new Problem('CONFLICT', '同一记录正在被他人办理，请重新读取后再试', [], options);
  }
  if (error instanceof TableUnavailable)
    return new Problem('UNAVAILABLE', '系统繁忙，请稍后重试，内容没有丢失', [], options);
  return new Problem(
    'INTERNAL',
    '系统故障，已记录；请稍后用同一 Idempotency-Key 重试，或把 correlationId 告诉管理员',
    [],
    options,
  );
}

function correlationId(event: APIGatewayProxyEvent): string {
  const given = header(event, 'x-correlation-id');
  return given !== undefined && /^[\w.-]{1,100}$/.test(given) ? given : event.requestContext.requestId;
}

function header(event: APIGatewayProxyEvent, name: string): string | undefined {
  const entry = Object.entries(event.headers ?? {}).find(([key]) => key.toLowerCase() === name);
  return entry?.[1];
}

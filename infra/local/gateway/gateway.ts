import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { APIGatewayAuthorizerResult, APIGatewayProxyResult } from 'aws-lambda';
import { Problem, problemBody } from '../../../functions/shared/http/problem.ts';
import { excerpt } from '../../../functions/shared/kernel/fields.ts';
import { logger } from '../../../functions/shared/log.ts';
import type { Route } from '../../manifest.ts';
import { isFromThisMachine } from '../foreign-page.ts';
import { TIMED_OUT } from '../functions/errors.ts';
import { type Listening, listen } from '../listen.ts';
import { readBody, TooLarge } from './body.ts';
import { coded } from './compression.ts';
import { type Match, routeMatcher } from './routes.ts';

export interface GatewayOptions {
  readonly routes: readonly Route[];
  readonly invoke: (functionName: string, event: unknown) => Promise<unknown>;
  /** Paths under `/dev/`, which only this host has, for whoever sits at this machine; absent where they answer nobody. */
  readonly dev?: ((request: IncomingMessage, path: string, body: Buffer) => Promise<DevAnswer | undefined>) | undefined;
  /** Answers a request by a link to a document; false where its path is none. */
  readonly byLink?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Answers a request to the host's own issuer; false where its path is none. */
  readonly signIn?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

/** Where a gateway listens. */
export interface Place {
  /** 0 takes any free port. */
  readonly port: number;
  /** An address of this machine; absent, the loopback. */
  readonly host?: string | undefined;
  /** In PEM; absent, in the clear. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
}

export interface DevAnswer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * API Gateway for one machine: a request becomes a REST proxy event, the authorizer runs before the function, the
 * function's answer becomes the response. Problems of the gateway itself have the same form as the functions'.
 *
 * Rejects with the code EADDRINUSE where the port is taken.
 */
export async function startGateway(options: GatewayOptions, { port, host, tls }: Place): Promise<Listening> {
  const match = routeMatcher(options.routes);
  const answerBy = (request: IncomingMessage, response: ServerResponse, handler: typeof handle): void => {
    const requestId = crypto.randomUUID();
    handler(request, requestId, match, options)
      .catch((error: unknown) => problemAnswer(asProblem(error), request, requestId))
      .then((answer) => send(request, response, answer))
      .then(() => {
        // A client that is still sending a refused body reads the answer only when it has sent it all.
        request.resume();
      })
      .catch(() => response.destroy());
  };
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const isAnswered = options.byLink?.(request, response) || options.signIn?.(request, response);
    if (!isAnswered) answerBy(request, response, handle);
  };
  const server = tls === undefined ? createServer(HTTP, answer) : createTlsServer({ ...HTTP, ...tls }, answer);
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    answerBy(request, response, unexpected);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
    else socket.end(unreadable(error.code));
  });
  return listen(server, port, host, tls === undefined ? 'http' : 'https');
}

/** All headers of a request with the line before them; API Gateway itself takes 10,240 bytes. */
const HEADER_BYTES = 16 * 1024;

/** A request without `Host` is refused here, as a problem: Node's own refusal has no body. */
const HTTP = { keepAliveTimeout: 60_000, maxHeaderSize: HEADER_BYTES, requireHostHeader: false } as const;

/** Answers an `Expect` that is not `100-continue`, which Node would refuse without a body. */
const unexpected: typeof handle = async ({ headers }) => {
  const asked = excerpt(headers.expect ?? '');
  throw new Problem('EXPECTATION_FAILED', `不支持 Expect: ${asked}；请去掉这个请求头，或改用 100-continue`);
};

/** The answer to what is not even read as a request: the parser has no response to answer with. */
function unreadable(code: string | undefined): string {
  const requestId = crypto.randomUUID();
  const problem =
    code === 'HPE_HEADER_OVERFLOW'
      ? new Problem('HEADERS_TOO_LARGE', `请求头连同地址超过 ${HEADER_BYTES} 字节；请缩短地址，或减少请求头的内容`)
      : new Problem('BAD_PARAMETER', '不是完整的 HTTP 请求，或没有及时发送完毕；请检查客户端');
  const { headers, body } = json(
    problem.status,
    problemBody(problem, '', requestId),
    requestId,
    'application/problem+json',
  );
  const lines = Object.entries({ ...headers, 'Content-Length': Buffer.byteLength(body), Connection: 'close' });
  const status = `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`;
  return [status, ...lines.map(([name, value]) => `${name}: ${value}`), '', body].join('\r\n');
}

async function handle(
  request: IncomingMessage,
  requestId: string,
  match: (method: string, path: string) => Match | undefined,
  options: GatewayOptions,
): Promise<APIGatewayProxyResult> {
  const { method = 'GET', url: target = '/' } = request;
  const url = URL.parse(target, 'http://localhost');
  // RFC 9112 section 3.2: a request of HTTP/1.1 names its host once.
  if (request.httpVersion === '1.1' && request.headers.host === undefined) {
    throw new Problem('BAD_PARAMETER', '请求没有 Host 请求头；请检查客户端');
  }
  if (!url) throw noSuchRoute(method, target);
  if (options.dev && url.pathname.startsWith('/dev/') && isFromThisMachine(request)) {
    const answer = await options.dev(request, url.pathname, await readBody(request));
    if (answer) return json(answer.status, answer.body, requestId);
  }
  const found = match(method, url.pathname);
  if (!found) throw noSuchRoute(method, url.pathname);
  const authorizer =
    found.route.endpoint.roles.length > 0 ? await authorize(request, method, url.pathname, options) : null;
  const event = proxyEvent(request, url, found, await readBody(request), requestId, authorizer);
  return (await options.invoke(found.route.function, event)) as APIGatewayProxyResult;
}

async function authorize(request: IncomingMessage, method: string, path: string, options: GatewayOptions) {
  const authorizationToken = request.headers.authorization;
  if (authorizationToken === undefined) throw unauthenticated();
  const result = await options
    .invoke('Authorizer', {
      type: 'TOKEN',
      authorizationToken,
      methodArn: `arn:aws:execute-api:local:000000000000:embedded/v1/${method}${path}`,
    })
    .catch((error: Error) => {
      throw error.message === 'Unauthorized' ? unauthenticated() : error;
    });
  return (result as APIGatewayAuthorizerResult).context ?? {};
}

const noSuchRoute = (method: string, path: string): Problem =>
  new Problem('NOT_FOUND', `没有 ${method} ${path} 这个接口；接口清单见 /openapi.json`);

const unauthenticated = (): Problem =>
  new Problem('UNAUTHENTICATED', '令牌缺失、无效或已过期；请重新登录，并以 Authorization: Bearer <令牌> 发送');

function proxyEvent(
  request: IncomingMessage,
  url: URL,
  { route, params }: Match,
  body: Buffer,
  requestId: string,
  authorizer: unknown,
) {
  return {
    resource: route.endpoint.path,
    path: url.pathname,
    httpMethod: route.endpoint.method,
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    queryStringParameters: url.search === '' ? null : Object.fromEntries(url.searchParams),
    pathParameters: Object.keys(params).length === 0 ? null : params,
    // As on AWS, where every media type of the API is a binary one.
    body: body.length === 0 ? null : body.toString('base64'),
    isBase64Encoded: body.length > 0,
    requestContext: {
      requestId,
      authorizer,
      stage: 'v1',
      domainName: request.headers.host,
      path: url.pathname,
      identity: { sourceIp: request.socket.remoteAddress },
    },
  };
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof TooLarge) return new Problem('TOO_LARGE', '请求内容超过 10 MB，请分次提交');
  if (error instanceof Error && error.name === 'Function.PayloadTooLarge') {
    return new Problem('TOO_LARGE', '请求内容超过 4.5 MB，请分次提交');
  }
  if (error instanceof Error && error.name === TIMED_OUT) {
    return new Problem('UNAVAILABLE', '系统繁忙，未能及时答复；请稍后用同一 Idempotency-Key 重试');
  }
  logger.error('request failed in the gateway', { error: error as Error });
  return new Problem('INTERNAL', '系统故障，已记录；请稍后重试，或把请求编号告诉管理员');
}

function problemAnswer(problem: Problem, request: IncomingMessage, requestId: string): APIGatewayProxyResult {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const answer = json(problem.status, problemBody(problem, path, requestId), requestId, 'application/problem+json');
  if (problem.code === 'UNAVAILABLE') return { ...answer, headers: { ...answer.headers, 'Retry-After': '1' } };
  if (problem.code === 'UNAUTHENTICATED') {
    return { ...answer, headers: { ...answer.headers, 'WWW-Authenticate': 'Bearer' } };
  }
  // What was not read of an oversized request cannot be followed by another request.
  return problem.code === 'TOO_LARGE' ? { ...answer, headers: { ...answer.headers, Connection: 'close' } } : answer;
}

const json = (status: number, body: unknown, requestId: string, type = 'application/json'): APIGatewayProxyResult => ({
  statusCode: status,
  headers: {
    'Content-Type': `${type}; charset=utf-8`,
    'X-Correlation-Id': requestId,
    'Cache-Control': 'no-store',
  },
  body: JSON.stringify(body),
});

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  { statusCode, headers = {}, body: given, isBase64Encoded }: APIGatewayProxyResult,
): Promise<void> {
  const bytes = Buffer.from(given, isBase64Encoded ? 'base64' : 'utf8');
  const accepted = [request.headers['accept-encoding'] ?? ''].flat().join(',');
  const { body, headers: coding } = await coded(bytes, String(headers['Content-Type'] ?? ''), accepted);
  for (const [name, value] of Object.entries({ ...headers, ...coding })) response.setHeader(name, String(value));
  response.writeHead(statusCode);
  response.end(body);
}

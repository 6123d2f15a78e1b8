import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { timedOut } from '../../../infra/local/functions/errors.ts';
import { startGateway } from '../../../infra/local/gateway/gateway.ts';
import { routeMatcher } from '../../../infra/local/gateway/routes.ts';
import type { Route } from '../../../infra/manifest.ts';

const route = (method: 'GET' | 'POST', path: `/${string}`, roles: readonly 'clerk'[] = ['clerk']): Route => ({
  function: 'NoteApi',
  endpoint: { method, path, summary: '', roles, success: { status: 200, schema: z.any() }, problems: [] },
});
const routes = [
  route('GET', '/v1/notes/{id}'),
  route('GET', '/v1/notes/latest'),
  route('POST', '/v1/notes'),
  route('POST', '/v1/notes/{id}/pages/{page}'),
  route('GET', '/health', []),
];

/** An answer that is worth compressing. */
const LONG = Buffer.from(JSON.stringify({ text: '五金工具'.repeat(500) }));

const seen: any[] = [];
const server = await startGateway(
  {
    routes,
    dev: async (_request, path) => (path === '/dev/ping' ? { status: 200, body: { pong: true } } : undefined),
    invoke: async (name, event: any) => {
      if (name === 'Authorizer') {
        if (event.authorizationToken !== 'Bearer good') throw new Error('Unauthorized');
        return { context: { sub: 'wang', role: 'clerk', districtId: '500111' } };
      }
      seen.push(event);
      if (event.path.endsWith('/fault')) throw new Error('inner');
      if (event.path.endsWith('/long')) {
        const headers = { 'Content-Type': event.queryStringParameters?.type ?? 'application/json', ETag: '"7"' };
        return { statusCode: 200, headers, body: LONG.toString('base64'), isBase64Encoded: true };
      }
      if (event.path.endsWith('/late')) throw timedOut('NoteApi', 20);
      return { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: '{"ok":true}' };
    },
  },
  { port: 0 },
);
const { url } = server;
afterAll(() => server.close());

const send = (
  path: string,
  { headers, ...init }: { method?: string; body?: string | Buffer; headers?: Record<string, string> } = {},
) => fetch(url + path, { ...init, headers: { Authorization: 'Bearer good', ...headers } });

/** A request whose target and Host go out as they stand. */
const raw = (path: string, host = 'localhost') =>
  new Promise<{ status: number | undefined }>((resolve, reject) => {
    const { port } = new URL(url);
    request({ port, host: '127.0.0.1', path, headers: { Host: host } }, (answer) => {
      answer.resume();
      resolve({ status: answer.statusCode });
    })
      .on('error', reject)
      .end();
  });

/** An answer as it goes over the line, which `fetch` would unpack. */
const answered = (path: string, encoding?: string) =>
  new Promise<{ headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
    const headers = { Authorization: 'Bearer good', ...(encoding !== undefined && { 'Accept-Encoding': encoding }) };
    request(url + path, { headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => resolve({ headers: answer.headers, body: Buffer.concat(parts) }));
    })
      .on('error', reject)
      .end();
  });

describe('an answer', () => {
  it.each(['gzip', 'br, gzip;q=0.5', '*', 'GZIP'])('is compressed where the client takes it: %s', async (encoding) => {
    const { headers, body } = await answered('/v1/notes/long', encoding);
    expect(headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding', etag: '"7"' });
    expect(body.length).toBeLessThan(LONG.length / 4);
    expect(gunzipSync(body)).toEqual(LONG);
  });

  it.each([undefined, '', 'br', 'gzip;q=0', '*, gzip;q=0.0', 'identity'])(
    'is as it is where not: %s',
    async (encoding) => {
      const { headers, body } = await answered('/v1/notes/long', encoding);
      // A store between must not give a compressed one to the next client.
      expect([headers['content-encoding'], headers.vary]).toEqual([undefined, 'Accept-Encoding']);
      expect(body).toEqual(LONG);
    },
  );

  it('that is small, or compressed already, is left alone', async () => {
    for (const path of ['/v1/notes/short', '/v1/notes/long?type=application/pdf']) {
      const { headers } = await answered(path, 'gzip');
      expect(headers).not.toHaveProperty('content-encoding');
      expect(headers).not.toHaveProperty('vary');
    }
  });
});

describe('route matching', () => {
  const match = routeMatcher(routes);
  it.each([
    ['GET', '/v1/notes/latest', '/v1/notes/latest', {}],
    ['GET', '/v1/notes/%E7%94%B2', '/v1/notes/{id}', { id: '甲' }],
    ['POST', '/v1/notes/7/pages/2', '/v1/notes/{id}/pages/{page}', { id: '7', page: '2' }],
    ['GET', '/v1/notes/%', '/v1/notes/{id}', { id: '%' }],
  ])('%s %s', (method, path, expected, params) => {
    expect(match(method, path)).toMatchObject({ route: { endpoint: { path: expected } }, params });
  });
  it.each([
    ['GET', '/v1/notes/'],
    ['GET', '/v1/notes'],
    ['DELETE', '/v1/notes/7'],
    ['GET', '/v1/notes/7/pages/2'],
    ['GET', '/'],
  ])('finds nothing for %s %s', (method, path) => {
    expect(match(method, path)).toBeUndefined();
  });
});

describe('the gateway', () => {
  it('hands a function the REST proxy event of the request', async () => {
    const answer = await send('/v1/notes/7/pages/2?limit=5', {
      method: 'POST',
      body: '{"a":"中"}',
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
    });
    expect(await answer.json()).toEqual({ ok: true });
    expect(seen.at(-1)).toMatchObject({
      resource: '/v1/notes/{id}/pages/{page}',
      path: '/v1/notes/7/pages/2',
      httpMethod: 'POST',
      pathParameters: { id: '7', page: '2' },
      queryStringParameters: { limit: '5' },
      body: Buffer.from('{"a":"中"}').toString('base64'),
      isBase64Encoded: true,
      requestContext: { authorizer: { sub: 'wang' } },
    });
  });

  it('hands a body over byte for byte, whatever its type', async () => {
    const bytes = Buffer.from([0xb4, 0xf3, 0xd7, 0xe3, 0x00, 0xff]);
    await send('/v1/notes', { method: 'POST', body: bytes, headers: { 'Content-Type': 'text/csv' } });
    expect(seen.at(-1)).toMatchObject({ isBase64Encoded: true, body: bytes.toString('base64') });
  });

  it.each([
    ['no token', { Authorization: '' }],
    ['a bad token', { Authorization: 'Bearer bad' }],
  ])('answers 401 with %s', async (_name, headers) => {
    const answer = await send('/v1/notes/7', { headers });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: 'UNAUTHENTICATED', status: 401, instance: '/v1/notes/7' });
  });

  it('asks no token where the contract needs none', async () => {
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });

  it('answers 404 for what is not in the contract, 500 for a fault, as problems', async () => {
    expect((await send('/v1/nothing')).status).toBe(404);
    const fault = await send('/v1/notes/fault');
    expect([fault.status, fault.headers.get('content-type')]).toEqual([500, 'application/problem+json; charset=utf-8']);
    expect(await fault.text()).not.toContain('inner');
  });

  it('answers a function that ran out of time with 503 and when to try again', async () => {
    const late = await send('/v1/notes/late');
    expect([late.status, late.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await late.json()).toMatchObject({ code: 'UNAVAILABLE', status: 503 });
  });

  it('lets nobody keep an answer of its own', async () => {
    const answers = [
      await send('/v1/nothing'),
      await send('/v1/notes/7', { headers: { Authorization: '' } }),
      await send('/v1/notes/fault'),
      await send('/v1/notes', { method: 'POST', body: Buffer.alloc(11 * 1024 * 1024) }),
      await fetch(`${url}/dev/ping`),
    ];
    expect(answers.map((answer) => answer.headers.get('cache-control'))).toEqual(answers.map(() => 'no-store'));
    expect(answers[1]?.headers.get('www-authenticate')).toBe('Bearer');
  });

  it.each([
    ['headers that are too large', { 'X-Long': 'x'.repeat(20_000) }, '/v1/notes/7', 431, 'HEADERS_TOO_LARGE'],
    ['an address that is too long', {}, `/v1/notes/${'7'.repeat(20_000)}`, 431, 'HEADERS_TOO_LARGE'],
  ])('answers %s with a problem that says so', async (_name, headers, path, status, code) => {
    const answer = await send(path, { headers });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toMatchObject({ code, status, correlationId: expect.any(String) });
  });

  /** A connection that sends text as it stands; all that comes back until it is closed. */
  const spoken = async (text: string): Promise<string> => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(text);
    return (await socket.toArray()).join('');
  };
  const GET = 'GET /v1/notes/7 HTTP/1.1\r\nAuthorization: Bearer good\r\nConnection: close\r\n';

  it.each([
    ['what is no HTTP', 'nonsense\r\n\r\n', '400 Bad Request', 'BAD_PARAMETER'],
    ['a request without Host', `${GET}\r\n`, '400 Bad Request', 'BAD_PARAMETER'],
    [
      'two lengths',
      `${GET}Host: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n`,
      '400 Bad Request',
      'BAD_PARAMETER',
    ],
    [
      'a length beside chunks',
      `${GET}Host: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`,
      '400 Bad Request',
      'BAD_PARAMETER',
    ],
    ['a header with a line in it', `${GET}Host: a\r\nX-A: b\nX-B c\r\n\r\n`, '400 Bad Request', 'BAD_PARAMETER'],
    ['another version of HTTP', 'GET / HTTP/3.7\r\nHost: a\r\n\r\n', '400 Bad Request', 'BAD_PARAMETER'],
    [
      'an expectation that nobody meets',
      `${GET}Host: a\r\nExpect: tea\r\n\r\n`,
      '417 Expectation Failed',
      'EXPECTATION_FAILED',
    ],
    [
      'headers without end',
      `${GET}Host: a\r\nX-Long: ${'x'.repeat(20_000)}`,
      '431 Request Header Fields Too Large',
      'HEADERS_TOO_LARGE',
    ],
  ])('answers %s with a problem that nobody keeps', async (_name, text, status, code) => {
    const before = seen.length;
    const [head = '', body = ''] = (await spoken(text)).split('\r\n\r\n');
    expect(head.split('\r\n')[0]).toBe(`HTTP/1.1 ${status}`);
    expect(head).toMatch(/^Content-Type: application\/problem\+json; charset=utf-8\r?$/m);
    expect(head).toMatch(/^Cache-Control: no-store\r?$/m);
    const problem = JSON.parse(/\{.*\}/.exec(body)?.[0] ?? '');
    expect(problem).toMatchObject({ code, status: Number(status.slice(0, 3)), correlationId: expect.any(String) });
    expect(head).toContain(`X-Correlation-Id: ${problem.correlationId}`);
    expect(seen).toHaveLength(before);
  });

  it.each([
    ['of HTTP/1.0 without Host', 'GET /health HTTP/1.0\r\n\r\n'],
    [
      'that asks to go on',
      'POST /v1/notes HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer good\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}',
    ],
  ])('takes a request %s', async (_name, text) => {
    expect(await spoken(text)).toContain('HTTP/1.1 200 OK');
  });

  it('refuses 11 MB with 413, declared or not, before any function is called', async () => {
    const before = seen.length;
    const body = Buffer.alloc(11 * 1024 * 1024, 0x20);
    expect((await send('/v1/notes', { method: 'POST', body })).status).toBe(413);
    const undeclared = await new Promise<number | undefined>((resolve, reject) => {
      const outgoing = request(
        `${url}/v1/notes`,
        { method: 'POST', headers: { Authorization: 'Bearer good', 'Transfer-Encoding': 'chunked' } },
        (answer) => resolve(answer.statusCode),
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
    expect(undeclared).toBe(413);
    expect(seen).toHaveLength(before);
  });

  it('keeps its own routes to itself', async () => {
    expect(await (await fetch(`${url}/dev/ping`)).json()).toEqual({ pong: true });
    expect((await fetch(`${url}/dev/other`)).status).toBe(404);
  });

  it('keeps them from a page of another site, whose name was made to lead here', async () => {
    expect((await raw('/dev/ping', 'registry.example.cn')).status).toBe(404);
    expect((await raw('/dev/ping', 'localhost:3000')).status).toBe(200);
  });

  it.each(['//', '/%00', '/v1/notes/7/../7', '*'])('answers %s as a problem, not as a fault', async (path) => {
    expect([401, 404]).toContain((await raw(path)).status);
  });
});

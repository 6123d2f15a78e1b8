import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { decodeJwt } from 'jose';
import type { Caller, Role } from '../../functions/shared/auth/caller.ts';
import { CITY } from '../../functions/shared/kernel/identifier.ts';
import { awsRuntime } from '../../functions/shared/runtime.ts';
import { routeMatcher } from '../../infra/local/gateway/routes.ts';
import { type Host, startHost } from '../../infra/local/host.ts';
import { client, eventually } from '../../infra/local/story/client.ts';
import { DISTRICT, tellStory } from '../../infra/local/story/story.ts';
import { functions, routes } from '../../infra/manifest.ts';
import scorecard from '../../seeds/reference/scorecards/2026-1.json' with { type: 'json' };
import { cellsOf, csvSheet } from '../functions/filing/bulk-sheet.ts';
import { merchantSample, samples } from '../functions/filing/samples.ts';
import { pathOf, routeName, type Sent, type Sources, type Taken } from './requests.ts';
import { callerOf, type Offered } from './scene.ts';
import { spareStates } from './states.ts';

type Handler = (event: unknown, context: unknown) => Promise<APIGatewayProxyResult>;

/** The whole host behind the states that the issue names, and its functions to be called without sockets. */
export interface World {
  readonly sources: Sources;
  /** Calls a function as the gateway does, and learns the identifiers, cursors, versions and other words of its answer. */
  send(sent: Sent): Promise<APIGatewayProxyResult>;
  close(): Promise<void>;
}

/** Who a token was made for. */
function callerIn(authorization: string | null): Caller {
  const { sub, role, districtId, entityId } = decodeJwt<Caller>((authorization ?? '').replace('Bearer ', ''));
  return { sub: sub ?? '', role, districtId, ...(entityId !== undefined && { entityId }) };
}

const MAX_WORDS = 400;
const FIXTURES = new URL('../functions/interchange/fixtures/', import.meta.url);

export async function world(): Promise<World> {
  const dataDir = mkdtempSync(join(tmpdir(), 'verify-'));
  // A name that leads nowhere, and nothing really leaves.
  Object.assign(process.env, {
    OUTBOUND_HOSTS: 'hooks.invalid hooks.invalid:465',
    MAIL_RELAY: 'hooks.invalid:465',
    MAIL_FROM: 'registry@hooks.invalid',
    TEXT_GATEWAY: 'https://hooks.invalid/text',
  });
  const outbound = async () => ({ status: 204, body: Buffer.alloc(0), isCut: false });
  const host = await startHost({ port: 0, stepFunctionsPort: 0, dataDir, outbound });
  const words = new Map<string, string[]>([['word', ['x']]]);
  const cursors: string[] = [];
  const keys: string[] = ['story-twice'];
  const taken = new Map<string, Taken[]>();
  const learnWord = (kind: string, word: string): void => {
    const known = words.get(kind) ?? [];
    if (known.includes(word)) return;
    known.push(word);
    if (known.length > MAX_WORDS) known.shift();
    words.set(kind, known);
  };
  const etags = new Map<string, string>();
  const learn = (text: string, path: string, etag: string | null): void => {
    if (etag !== null) etags.set(path, etag);
    for (const [id = '', kind = ''] of text.matchAll(/\b([a-z]+)-\d{6}-[0-9A-HJKMNP-TV-Z]{26}\b/g)) learnWord(kind, id);
    for (const [, signature = ''] of text.matchAll(/"signature":"([^"]+)"/g)) learnWord('certificate', signature);
    for (const [, cursor = ''] of text.matchAll(/"nextCursor":"([\w-]+)"/g)) {
      cursors.push(cursor);
      if (cursors.length > MAX_WORDS) cursors.shift();
    }
    const short = text.slice(0, 4000);
    for (const [, word = ''] of short.matchAll(/"([^"\\\n]{1,60})"[,}\]]/g)) learnWord('word', word);
  };

  const match = routeMatcher(routes);
  const keep = (one: Omit<Taken, 'params'>): void => {
    const found = match(one.method, one.path);
    if (!found) return;
    const kept = { ...one, params: found.params };
    taken.set(routeName(found.route), [...(taken.get(routeName(found.route)) ?? []), kept]);
  };
  await makeStates(host, keep, learn);

  const built = new Map<string, Handler>();
  for (const name of new Set(routes.map((route) => route.function))) {
    const entry = pathToFileURL(new URL(`../../${functions[name]?.entry}`, import.meta.url).pathname).href;
    const { build } = (await import(entry)) as { build: (runtime: unknown) => Handler };
    built.set(name, build({ ...awsRuntime(), now: host.now }));
  }
  return {
    sources: { known: { words }, cursors, taken, keys, etags },
    async send({ route, caller, params, query, headers, body }) {
      const handler = built.get(route.function);
      if (!handler) throw new Error(`no function ${route.function}`);
      const { path, method } = route.endpoint;
      const event = {
        httpMethod: method,
        resource: path,
        path: pathOf(route.endpoint, params),
        pathParameters: Object.keys(params).length === 0 ? null : params,
        queryStringParameters: Object.keys(query).length === 0 ? null : query,
        headers,
        body: body === undefined || body.length === 0 ? null : body.toString('base64'),
        isBase64Encoded: body !== undefined && body.length > 0,
        requestContext: { requestId: crypto.randomUUID(), authorizer: caller },
      };
      const deadline = performance.now() + (functions[route.function]?.timeoutSeconds ?? 20) * 1000;
      const left = (): number => Math.max(0, deadline - performance.now());
      const answer = await handler(event, { getRemainingTimeInMillis: left });
      const etag = answer.headers?.['ETag'];
      if (!answer.isBase64Encoded) learn(answer.body, event.path, typeof etag === 'string' ? etag : null);
      return answer;
    },
    async close() {
      await host.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Registered, consolidated, confirmed and sealed by the sample chain; filed, imported and committed beside it. */
async function makeStates(
  host: Host,
  keep: (one: Omit<Taken, 'params'>) => void,
  learn: (text: string, path: string, etag: string | null) => void,
): Promise<void> {
  const plain = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const answer = await plain(input, init);
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin !== host.url) return answer;
    const authorization = new Headers(init?.headers).get('Authorization');
    // What goes to the storage by a link has no token, and is no request of the API.
    if (authorization !== null && answer.ok && init?.body !== undefined && init.body !== null) {
      keep({
        method: init.method ?? 'GET',
        path: url.pathname,
        headers: init.headers as Record<string, string>,
        body: Buffer.from(init.body as string | Uint8Array),
        caller: callerIn(authorization),
      });
    }
    learn(await answer.clone().text(), url.pathname, answer.headers.get('ETag'));
    return answer;
  };
  try {
    const token = (role: Role) =>
      host.tokens.issue({ sub: `story-${role}`, role, districtId: role === 'operator' ? CITY : DISTRICT });
    const made = await tellStory({ url: host.url, token, startedAt: host.now(), say: () => {} });
    const clerk = client(host.url, await token('clerk'));
    for (const body of [...Object.values(samples), merchantSample(7001), merchantSample(7002)]) {
      await clerk
        .post('/v1/filings', body, `verify-${JSON.stringify(body).length}-${Math.random()}`)
        .catch(() => undefined);
    }
    const headers = { Authorization: `Bearer ${await token('clerk')}` };
    for (const name of readdirSync(new URL('gzsw-xml/', FIXTURES)).toSorted()) {
      await fetch(`${host.url}/v1/interchange/gzsw`, {
        method: 'POST',
        headers: { ...headers, 'Content-Type': 'application/xml' },
        body: readFileSync(new URL(`gzsw-xml/${name}`, FIXTURES), 'utf8'),
      });
    }
    const commit = { mode: 'GOOD_ROWS', explanation: '试验' };
    const commits: Offered[] = [];
    for (const [name, type] of [
      ['trade-lines.csv', 'text/csv'],
      ['trade-lines.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ] as const) {
      const uploaded = async (key: string): Promise<string> => {
        const answer = await fetch(`${host.url}/v1/imports?kind=trade-lines`, {
          method: 'POST',
          headers: { ...headers, 'Content-Type': type, 'Idempotency-Key': key },
          body: readFileSync(new URL(name, FIXTURES)),
        });
        return ((await answer.json()) as { id: string }).id;
      };
      const path = (id: string): string => `/v1/imports/${id}/commit`;
      await clerk.post(path(await uploaded(`verify-${name}`)), commit, `commit-${name}`).catch(() => undefined);
      const waiting = await uploaded(`verify-${name}-again`);
      commits.push({ caller: callerOf('clerk'), method: 'POST', path: path(waiting), body: commit });
    }
    await makeMore(host, token);
    for (const { body, ...offered } of [...(await spareStates(host, made)), ...commits]) {
      const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
      keep({ ...offered, headers: {}, body: bytes });
    }
  } finally {
    globalThis.fetch = plain;
  }
}

/** Lists that are read at last, so that their cursors are known. */
const LISTS = ['filings', 'entities', 'goods', 'agency-agreements', 'trades', 'consolidations', 'credit-events'];

/**
 * What the sample chain does not come by: papers, a sheet of merchants, changes, an answer to a return, a draft scorecard.
 */
async function makeMore(host: Host, token: (role: Role) => Promise<string>): Promise<void> {
  const [clerk, reviewer, operator] = [
    client(host.url, await token('clerk')),
    client(host.url, await token('reviewer')),
    client(host.url, await token('operator')),
  ];
  const sha256 = createHash('sha256').update('x').digest('hex');
  const paper = { type: 'BUSINESS_LICENCE', fileName: '执照.pdf', contentType: 'application/pdf', size: 1, sha256 };
  await clerk.post('/v1/documents', paper, 'verify-document');

  const send = async (role: Role, method: string, path: string, headers: Record<string, string>, body: string) => {
    const authorized = { Authorization: `Bearer ${await token(role)}`, ...headers };
    return (await fetch(host.url + path, { method, headers: authorized, body })).json() as Promise<{ id: string }>;
  };
  const sheet = csvSheet([cellsOf(8001), cellsOf(8002), { ...cellsOf(8003), 名称: '' }]);
  const csv = { 'Content-Type': 'text/csv', 'Idempotency-Key': 'verify-batch' };
  const batch = await send('clerk', 'POST', '/v1/filing-batches', csv, sheet.toString());
  await clerk.post(`/v1/filing-batches/${batch.id}/commit`, { mode: 'GOOD_ROWS' }, 'verify-batch-commit');

  const sample = merchantSample(7003);
  const filed = await clerk.post<{ id: string }>('/v1/filings', sample, 'verify-returned');
  const statusIs = (status: string) =>
    eventually(status, async () => {
      const filing = await reviewer.get<{ status: string }>(`/v1/filings/${filed.id}`);
      return filing.status === status || undefined;
    });
  await statusIs('PENDING_REVIEW');
  await reviewer.decide(
    `/v1/filings/${filed.id}/decision`,
    { decision: 'RETURN', reasons: ['缺执照'] },
    'verify-return',
  );
  await statusIs('RETURNED');
  const read = await fetch(`${host.url}/v1/filings/${filed.id}`, {
    headers: { Authorization: `Bearer ${await token('clerk')}` },
  });
  const json = { 'Content-Type': 'application/json', 'If-Match': read.headers.get('ETag') ?? '' };
  await send('clerk', 'PUT', `/v1/filings/${filed.id}`, json, JSON.stringify({ entity: sample.entity }));

  const { items } = await clerk.get<{ items: { id: string }[] }>('/v1/entities?kind=merchant&limit=3');
  for (const { id } of items) {
    const { entity } = await clerk.get<{ entity: object }>(`/v1/entities/${id}`);
    const changed = { entity: { ...entity, address: '重庆市大足区新址1号' } };
    await clerk.post(`/v1/entities/${id}/amendments`, changed, `verify-amend-${id}`).catch(() => undefined);
  }
  const draft = { ...scorecard, version: '2027-1', effectiveFrom: '2027-01-01' };
  await operator.post('/v1/scorecards', draft, 'verify-card').catch(() => undefined);
  for (const list of LISTS) await reviewer.get(`/v1/${list}?limit=2`).catch(() => undefined);
}

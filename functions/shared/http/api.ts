import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { correlated } from '../correlation.ts';
import { type Finding, says } from '../kernel/finding.ts';
import type { Runtime } from '../runtime.ts';
import { ConcurrencyConflict } from '../table/errors.ts';
import type { Write } from '../table/write.ts';
import type { AnswerOf, Contract, Endpoint } from './contract.ts';
import { asksDryRun, DRY_RUN, DRY_RUN_TYPE, type DryRunJson, unwritten, verdictOf } from './dry-run.ts';
import { correlationId } from './headers.ts';
import { AlreadyAnswered, fingerprint, type RecordedAnswer, recordedAnswer, recordWrites } from './idempotency.ts';
import { inAcceptedForm } from './list-sheet.ts';
import { Problem, type ProblemCode, problemErrors } from './problem.ts';
import { idempotencyKey, parseRequest, type Request } from './request.ts';
import { logged, respond } from './respond.ts';
import { Misshapen } from './rest-of.ts';

/** What an operation answers: a body and the writes that make it true. The writes are committed as one transaction. */
export interface Answer<B> {
  readonly body: B;
  readonly headers?: Record<string, string>;
  readonly writes?: readonly Write[];
  /**
   * Fields of the body that this answer alone shows, e.g. a secret: they are not kept, and an answer that is given again has
   * none.
   */
  readonly once?: Readonly<Record<string, unknown>>;
  /**
   * What is done elsewhere once the writes stand, so that nothing is done that is not recorded; it answers further fields of
   * the kind of `once`. Where it fails, the request has failed and its writes stay.
   */
  readonly afterwards?: () => Promise<Readonly<Record<string, unknown>>>;
  /** What was found that stands against nothing, and that the record tells: for a reviewer to look at. */
  readonly findings?: readonly Finding[];
  /** Set where the body is not JSON but already text, or the bytes of a file, of this type. */
  readonly contentType?: string;
  /** Set where the answer is a page that says there is no such thing; everything else fails as a problem. */
  readonly status?: 404;
}

export type Operations<C extends Contract> = {
  readonly [Name in keyof C]: (request: Request<C[Name]>) => Promise<Answer<AnswerOf<C[Name]> | string | Buffer>>;
};

const ATTEMPTS = 4;

const WORKED_ON = says('同一记录正在被另一请求办理', '请稍后用同一 Idempotency-Key 重试');

type Operate = (request: Request<Endpoint>) => Promise<Answer<unknown>>;

/**
 * The Lambda handler of a capability's API: authorise, parse, call, commit, map.
 *
 * @param operationsOn makes the operations on a runtime; those of a dry run work on one whose table takes no writes
 */
export function restApi<const C extends Contract>(
  contract: C,
  operationsOn: (runtime: Runtime) => Operations<C>,
  runtime: Runtime,
) {
  const operations = operationsOn(runtime);
  const dry = operationsOn({ ...runtime, table: unwritten(runtime.table) });
  const routes = new Map(
    Object.entries(contract).map(([name, endpoint]) => [
      `${endpoint.method} ${endpoint.path}`,
      { endpoint, operate: operations[name] as Operate, dryOperate: dry[name] as Operate },
    ]),
  );
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .use(logged(runtime))
    .handler(async (event) => {
      const route = routes.get(`${event.httpMethod} ${event.resource}`);
      if (!route) throw new Problem('NOT_FOUND', '没有这个地址；接口清单见 /openapi.json');
      const id = correlationId(event);
      return correlated({ correlationId: id, causationId: id }, () =>
        asksDryRun(route.endpoint, event) ? dryAnswer(route, event, runtime) : answer(route, event, runtime),
      );
    });
}

/** What the request would be answered: everything is asked that would be, and nothing is written. */
async function dryAnswer(route: Route, event: APIGatewayProxyEvent, runtime: Runtime): Promise<APIGatewayProxyResult> {
  const { endpoint, dryOperate } = route;
  const judged = await outcomeOf(async () => {
    const request = await requestOf(route, event, runtime);
    return judgedAnew(async (attempt) => {
      const { findings = [], writes = [] } = await dryOperate({ ...request, attempt });
      await runtime.table.ask(writes);
      return findings;
    });
  });
  const body: DryRunJson =
    'problem' in judged
      ? verdictOf(judged.problem)
      : { status: endpoint.success.status, findings: problemErrors(judged.result) };
  const headers = { 'Content-Type': `${DRY_RUN_TYPE}; charset=utf-8`, 'Preference-Applied': DRY_RUN };
  return respond({ status: 200, headers, body: JSON.stringify(body) }, event);
}

/** Judges until nothing collides: another request was first at a record of this one, or took a number that it wanted. */
async function judgedAnew<T>(judge: (attempt: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await judge(attempt);
    } catch (cause) {
      if (!(cause instanceof ConcurrencyConflict || cause instanceof AlreadyAnswered)) throw cause;
      if (attempt === ATTEMPTS) throw new Problem('CONFLICT', WORKED_ON, [], { cause });
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 25 * 2 ** attempt));
    }
  }
}

/** What a form is refused for because of what stands in it. */
const REFUSALS: ReadonlySet<ProblemCode> = new Set(['RULE_VIOLATION', 'DUPLICATE']);

interface Route {
  readonly endpoint: Endpoint;
  readonly operate: Operate;
  readonly dryOperate: Operate;
}

/**
 * The request, authorised and parsed. Of a form that has fields of the wrong shape, what the rules find in the others is
 * told with them, so that all is put right at once.
 *
 * @throws Problem
 */
async function requestOf(
  { endpoint, dryOperate }: Pick<Route, 'endpoint' | 'dryOperate'>,
  event: APIGatewayProxyEvent,
  runtime: Runtime,
): Promise<Request<Endpoint>> {
  try {
    return parseRequest(endpoint, event, runtime);
  } catch (error) {
    if (!(error instanceof Misshapen) || !endpoint.dryRun) throw error;
    let findings: readonly Finding[] = [];
    try {
      // What its writes would meet is looked for, as after a collision.
      await dryOperate({ ...parseRequest(endpoint, event, runtime, { body: error.rest() }), attempt: 2 });
    } catch (other) {
      // What cannot be judged of the rest, for whatever reason, is judged once all of it can be read.
      if (other instanceof Problem && REFUSALS.has(other.code)) findings = other.findings;
    }
    throw error.with(findings);
  }
}

async function answer(route: Route, event: APIGatewayProxyEvent, runtime: Runtime): Promise<APIGatewayProxyResult> {
  const { endpoint, operate } = route;
  const request = await requestOf(route, event, runtime);
  const key = idempotencyKey(endpoint, event);
  const requestHash = fingerprint(event.httpMethod, event.path, event.body ?? '');
  const replayed = async (): Promise<APIGatewayProxyResult | undefined> => {
    const recorded =
      key === undefined ? undefined : await recordedAnswer(runtime.table, request.caller, key, requestHash);
    return recorded && respond(located(recorded, request.baseUrl), event, { 'Idempotent-Replayed': 'true' });
  };
  return judgedAnew(async (attempt) => {
    // A request is seldom sent twice: its own commit finds out. A file is not read twice for that.
    const earlier = attempt === 1 && !endpoint.consumes ? undefined : await replayed();
    if (earlier) return earlier;
    const outcome = await outcomeOf(() => operate({ ...request, attempt }));
    if ('problem' in outcome) {
      // A concurrent duplicate may have succeeded, and stands in the way of this one; then its recorded answer is ours too.
      const meanwhile = await replayed();
      if (meanwhile) return meanwhile;
      throw outcome.problem;
    }
    const result = { ...outcome.result, ...(await inAcceptedForm(endpoint, outcome.result, request.accept)) };
    const first = rendered(endpoint, result);
    const writes = [
      ...(key === undefined ? [] : recordWrites(request.caller, key, requestHash, first, runtime.now())),
      ...(result.writes ?? []),
    ];
    if (writes.length > 0) await runtime.table.commit(writes);
    const once = { ...result.once, ...(await result.afterwards?.()) };
    const isMore = Object.keys(once).length > 0;
    const shown = isMore ? { ...result, body: { ...(result.body as object), ...once } } : undefined;
    return respond(located(shown ? rendered(endpoint, shown) : first, request.baseUrl), event);
  });
}

async function outcomeOf<T>(
  operate: () => Promise<T>,
): Promise<{ readonly result: T } | { readonly problem: Problem }> {
  try {
    return { result: await operate() };
  } catch (error) {
    if (error instanceof Problem) return { problem: error };
    throw error;
  }
}

function rendered(endpoint: Endpoint, { body, contentType, headers, status }: Answer<unknown>): RecordedAnswer {
  const common = {
    status: status ?? endpoint.success.status,
    headers: {
      'Content-Type': contentType ?? 'application/json; charset=utf-8',
      ...(endpoint.sunset && { Sunset: new Date(endpoint.sunset).toUTCString() }),
      ...headers,
    },
  };
  if (Buffer.isBuffer(body)) return fitting({ ...common, body: body.toString('base64'), base64: true });
  return fitting({ ...common, body: contentType === undefined ? JSON.stringify(body) : String(body) });
}

/**
 * An answer whose `Location` stands under the path of the public address, such as a stage of API Gateway: clients resolve it
 * against the address that they called. What is kept for a repetition has none, and outlives a move.
 */
function located(answered: RecordedAnswer, publicUrl: string): RecordedAnswer {
  const { Location: path } = answered.headers;
  const base = new URL(publicUrl).pathname.replace(/\/$/, '');
  if (path === undefined || base === '') return answered;
  return { ...answered, headers: { ...answered.headers, Location: `${base}${path}` } };
}

/** Lambda's limit for an answer, 6 MB, less what headers take. */
const ANSWER_BYTES = 6 * 1024 * 1024 - 16 * 1024;

/**
 * An answer as it is, where Lambda lets it through. It goes as text within JSON, where every quotation mark is two bytes.
 *
 * @throws Problem TOO_LARGE before anything is written
 */
function fitting(answered: RecordedAnswer): RecordedAnswer {
  const { length } = answered.body;
  // A character comes to six bytes at most; what is short is not measured.
  if (length * 6 > ANSWER_BYTES && Buffer.byteLength(JSON.stringify(answered.body)) > ANSWER_BYTES) {
    throw new Problem('TOO_LARGE', says('答复超过 6 MB', '请减少每页条数，或缩小范围后再试'));
  }
  return answered;
}

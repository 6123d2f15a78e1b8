import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Caller } from '../auth/caller.ts';
import { ACTING_HEADER, type IdleReason, type Person, sessionOf } from '../auth/session.ts';
import { excerpt } from '../kernel/fields.ts';
import { danger, type Said, says } from '../kernel/finding.ts';
import { HEAPED_MARKS, hasHeapedMarks } from '../kernel/marks.ts';
import { ROLE_NAMES } from '../kernel/role.ts';
import { NONCHARACTER, noncharacterIn } from '../kernel/text.ts';
import { publicUrlOf, type Runtime } from '../runtime.ts';
import { bodyOf, parsed } from './body.ts';
import type { BodyOf, Endpoint, QueryOf } from './contract.ts';
import { header } from './headers.ts';
import { badParameter, notFound, Problem, type ProblemCode, secondFactorMissing } from './problem.ts';

/** What an operation is given; everything in it is authorised and parsed. */
export interface Request<E extends Endpoint> {
  readonly caller: Caller;
  /** Who has signed in. */
  readonly person: Person;
  /** Why the person acts as nothing, of endpoints that answer all the same; `caller` is then of nobody. */
  readonly idle?: IdleReason | undefined;
  /** The interchange message that another capability carries out by this request; no token and no client can say it. */
  readonly messageId?: string | undefined;
  /** Whether another function asks in the caller's name, and no person looks at the answer; no client can say so. */
  readonly isByFunction: boolean;
  readonly params: Readonly<Record<string, string>>;
  readonly query: QueryOf<E>;
  readonly body: BodyOf<E>;
  /** The version named by `If-Match`; undefined where the request need not name one, and does not. */
  readonly expectedVersion: E extends { readonly ifMatch: true } ? number : number | undefined;
  /**
   * `warningId`s the client accepts, from `Accept-Warnings` and from `acceptedWarnings` of the body: a header has little
   * room.
   */
  readonly acceptedWarnings: ReadonlySet<string>;
  /** The `Accept` header, for endpoints that offer more than JSON. */
  readonly accept: string;
  /** Where people reach the API, by configuration (`PUBLIC_URL`), for links that leave it, e.g. `https://api.example.cn`. */
  readonly baseUrl: string;
  /** ISO 8601 instant of the request. */
  readonly at: string;
  /** From 1; a request that collided with another is judged anew. */
  readonly attempt: number;
}

/**
 * Authorises and parses a request by its endpoint.
 *
 * @param rest stands for its body, where not all of that can be read
 * @throws Problem, Misshapen where the body does not fit its schema
 */
export function parseRequest(
  endpoint: Endpoint,
  event: APIGatewayProxyEvent,
  { now, publicUrl = () => publicUrlOf() }: Pick<Runtime, 'now' | 'publicUrl'>,
  rest?: { readonly body: unknown },
): Request<Endpoint> {
  const session = authorised(endpoint, event);
  const params = paramsOf(endpoint, event);
  refuseUnknown(endpoint, event);
  const query = endpoint.query ? parsed(endpoint.query, queryOf(event), 'BAD_PARAMETER') : undefined;
  const body = rest ? rest.body : bodyOf(endpoint, event);
  const messageId: unknown = event.requestContext.authorizer?.['messageId'];
  return {
    ...session,
    ...(typeof messageId === 'string' && { messageId }),
    isByFunction: event.requestContext.authorizer?.['byFunction'] === 'true',
    params,
    query: query as QueryOf<Endpoint>,
    body: body as BodyOf<Endpoint>,
    expectedVersion: endpoint.ifMatch && ifMatch(event, endpoint.ifMatch),
    acceptedWarnings: acceptedIn(event, body),
    accept: header(event, 'accept') ?? '*/*',
    baseUrl: publicUrl(),
    at: now().toISOString(),
    attempt: 1,
  };
}

/** [designed] Unknown parameters that one answer names. */
const NAMED_PARAMETERS = 10;

/**
 * A parameter that nobody reads would be answered as if it had been kept: a list of everybody's in place of one's own. Of
 * what needs no token nothing is refused: people open it by links, to which messengers add parameters of their own.
 *
 * @throws Problem BAD_PARAMETER naming what the endpoint does not know
 */
function refuseUnknown({ roles, query }: Endpoint, event: APIGatewayProxyEvent): void {
  if (roles.length === 0) return;
  const known = Object.keys(query?.shape ?? {});
  const unknown = Object.keys(event.queryStringParameters ?? {}).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  const remedy =
    known.length === 0 ? '此项没有查询参数，请删除' : `请删除或改正拼写；此项的查询参数有：${known.join('、')}`;
  throw badParameter(
    unknown
      .slice(0, NAMED_PARAMETERS)
      .map((name) => danger('UNKNOWN_PARAMETER', `/${name}`, says(`不认识的查询参数“${excerpt(name)}”`, remedy))),
  );
}

/**
 * [designed] Bytes of a path's parameter: more than any that names something here, less than DynamoDB's key takes (1,024).
 */
const PARAMETER_BYTES = 900;

/**
 * What needs no token is named by no record's key: a signed text, which its operation judges.
 *
 * @throws Problem NOT_FOUND for a parameter that no record can be named by
 */
function paramsOf(endpoint: Endpoint, event: APIGatewayProxyEvent): Record<string, string> {
  const params = (event.pathParameters ?? {}) as Record<string, string>;
  if (endpoint.roles.length === 0) return params;
  for (const value of Object.values(params)) {
    const isText = value.isWellFormed() && !hasHeapedMarks(value) && noncharacterIn(value) === undefined;
    if (value === '' || !isText || Buffer.byteLength(value) > PARAMETER_BYTES) throw notFound();
  }
  return params;
}

function acceptedIn(event: APIGatewayProxyEvent, body: unknown): ReadonlySet<string> {
  const named = (header(event, 'accept-warnings') ?? '').split(',').map((id) => id.trim());
  const { acceptedWarnings = [] } = (body ?? {}) as { acceptedWarnings?: readonly string[] };
  return new Set([...named, ...acceptedWarnings].filter((id) => id !== ''));
}

/**
 * A query's text comes in whole characters; what was cut in the middle of one stands as U+FFFD.
 *
 * @throws Problem BAD_PARAMETER for heaps of combining marks, and for code points that are no character
 */
function queryOf(event: APIGatewayProxyEvent): Record<string, unknown> {
  const given = Object.entries(event.queryStringParameters ?? {});
  const unfit = given.flatMap(([name, value = '']) => {
    const refused = (code: string, { fact, remedy }: typeof HEAPED_MARKS | typeof NONCHARACTER) =>
      danger(code, `/${name}`, says(`参数“${excerpt(name)}”${fact}`, remedy));
    if (noncharacterIn(value) !== undefined) return [refused('NONCHARACTER', NONCHARACTER)];
    return hasHeapedMarks(value) ? [refused('HEAPED_MARKS', HEAPED_MARKS)] : [];
  });
  if (unfit.length > 0) throw badParameter(unfit);
  return Object.fromEntries(given.map(([name, value]) => [name, value?.toWellFormed()]));
}

/** Who calls where nobody does: of no district, so that it reaches no record. */
const nobody = (sub: string): Caller => ({ sub, role: 'merchant', districtId: '000000' });

const ANONYMOUS = {
  caller: nobody('anonymous'),
  person: { sub: 'anonymous', lacksSecondFactor: false },
} as const;

const ASK_THE_HEAD = '请联系本中心负责人；刚刚变更的，请稍后再试';

const IDLE: Readonly<Record<IdleReason, readonly [ProblemCode, Said]>> = {
  SUSPENDED: ['ACCOUNT_SUSPENDED', says('您的账户已停用', ASK_THE_HEAD)],
  NO_ASSIGNMENT: ['NO_ASSIGNMENT', says('您还没有岗位，或岗位都已结束', ASK_THE_HEAD)],
  ASSIGNMENT_OVER: ['NO_ASSIGNMENT', says('所选的岗位不是您的，或已经结束', '请重新选择岗位')],
};

/** @throws Problem UNAUTHENTICATED, ACCOUNT_SUSPENDED, NO_ASSIGNMENT, FORBIDDEN, SECOND_FACTOR_REQUIRED */
function authorised(
  { roles, withoutAssignment, secondFactor }: Endpoint,
  event: APIGatewayProxyEvent,
): Pick<Request<Endpoint>, 'caller' | 'person' | 'idle'> {
  const session = sessionOf(event, header(event, ACTING_HEADER));
  if (!session) {
    if (roles.length > 0) throw new Problem('UNAUTHENTICATED', '请先登录，并在 Authorization 中带上令牌');
    return ANONYMOUS;
  }
  const { person, acting } = session;
  if (typeof acting === 'string') {
    if (roles.length > 0 && !withoutAssignment) throw new Problem(...IDLE[acting]);
    return { caller: nobody(person.sub), person, idle: acting };
  }
  if (roles.length > 0 && !roles.includes(acting.role)) {
    const may = roles.map((role) => ROLE_NAMES[role]).join('、');
    throw new Problem('FORBIDDEN', says(`您以“${ROLE_NAMES[acting.role]}”的身份不能办理此项`, `请由${may}办理`));
  }
  if (secondFactor && person.lacksSecondFactor) throw secondFactorMissing();
  return { caller: acting, person };
}

/** The request's `Idempotency-Key`; undefined where there is none and none is needed. */
export function idempotencyKey(endpoint: Endpoint, event: APIGatewayProxyEvent): string | undefined {
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

function ifMatch(event: APIGatewayProxyEvent, demanded: true | 'OPTIONAL'): number | undefined {
  const value = header(event, 'if-match');
  if (value === undefined) {
    if (demanded === 'OPTIONAL') return undefined;
    throw new Problem('PRECONDITION_REQUIRED', '修改或决定一条记录须带 If-Match，值为读取时得到的 ETag');
  }
  const version = /^"(\d+)"$/.exec(value)?.[1];
  if (version === undefined)
    throw new Problem('PRECONDITION_FAILED', `If-Match ${value} 不是本系统给出的 ETag，请重新读取`);
  return Number(version);
}

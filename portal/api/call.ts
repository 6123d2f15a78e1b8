import type { AnswerTo, RequestOf, RouteName } from './contracts.ts';
import { ApiProblem, Unreachable } from './problem.ts';

/** Who asks, as the session knows it now. */
export interface Credentials {
  /** The access token, renewed where it is about to end. Waits while a person signs in again. */
  token(): Promise<string>;
  /** Told when the API took a token for none: the next one is another. */
  refused(token: string): void;
  /** The assignment under which the person acts, where it was chosen. */
  readonly assignmentId: string | undefined;
}

/** Where the API stands: beside the portal, whatever both are mounted under. */
const API = new URL('..', document.baseURI);

let credentials: Credentials | undefined;

export const actAs = (one: Credentials): void => {
  credentials = one;
};

interface Sent {
  readonly path?: Readonly<Record<string, string>> | undefined;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly body?: unknown;
  readonly file?: File;
  readonly ifMatch?: string;
}

export interface Options {
  /** The same for every attempt at one deed; without it a creating request has one of its own. */
  readonly key?: string;
  readonly signal?: AbortSignal | undefined;
  /** Judges the request and writes nothing. */
  readonly dryRun?: true;
}

/** An answer with what stands beside its body. */
export interface Answered<T> {
  readonly body: T;
  /** The version to name in `If-Match`. */
  readonly etag: string | undefined;
}

/**
 * Calls a route of the contract.
 *
 * @throws ApiProblem what the API says against it
 * @throws Unreachable
 */
export async function call<R extends RouteName>(
  route: R,
  request: RequestOf<R>,
  options: Options = {},
): Promise<Answered<AnswerTo<R>>> {
  const response = await send(route, request, options, 'application/json');
  return {
    body: (await bodyOf(response)) as AnswerTo<R>,
    etag: response.headers.get('ETag') ?? undefined,
  };
}

/** The answer of a route in another form, e.g. a sheet or a printed page. @throws as `call` */
export async function fetchAs<R extends RouteName>(route: R, request: RequestOf<R>, type: string): Promise<Blob> {
  return (await fetchPart(route, request, type)).blob;
}

/** A file that may be one of several. */
export interface Part {
  readonly blob: Blob;
  /** The `cursor` of the part that follows; undefined of the last. */
  readonly nextCursor: string | undefined;
}

/** The same of a list that comes in parts. @throws as `call` */
export async function fetchPart<R extends RouteName>(route: R, request: RequestOf<R>, type: string): Promise<Part> {
  const response = await send(route, request, {}, type);
  return { blob: await response.blob(), nextCursor: response.headers.get('X-Next-Cursor') ?? undefined };
}

async function send(route: RouteName, request: Sent, options: Options, accept: string): Promise<Response> {
  const [method = '', template = ''] = route.split(' ');
  const url = new URL(`.${pathOf(template, request.path ?? {})}`, API);
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined && value !== '')
      url.searchParams.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  const key = options.key ?? (method === 'POST' && !options.dryRun ? crypto.randomUUID() : undefined);
  const attempt = async (): Promise<Response> => {
    const token = await credentials?.token();
    const response = await reach(url, {
      method,
      signal: options.signal ?? null,
      headers: {
        Accept: accept,
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(credentials?.assignmentId !== undefined && { 'X-Acting-Assignment': credentials.assignmentId }),
        ...(key !== undefined && { 'Idempotency-Key': key }),
        ...(request.ifMatch !== undefined && { 'If-Match': request.ifMatch }),
        ...(options.dryRun && { Prefer: 'dry-run' }),
        ...contentOf(request).headers,
      },
      body: contentOf(request).body,
    });
    if (response.status === 401 && token !== undefined) credentials?.refused(token);
    return response;
  };
  const first = await attempt();
  // The deed has its key, so that a second attempt is the same deed.
  const response = first.status === 401 && credentials ? await attempt() : first;
  if (response.ok) return response;
  throw await problemOf(response);
}

async function reach(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new Unreachable({ cause });
  }
}

const contentOf = ({ body, file }: Sent): { headers: Record<string, string>; body: BodyInit | null } => {
  if (file) return { headers: { 'Content-Type': file.type || 'application/octet-stream' }, body: file };
  if (body === undefined) return { headers: {}, body: null };
  return { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
};

const pathOf = (template: string, params: Readonly<Record<string, string>>): string =>
  template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    throw new Unreachable({ cause });
  }
}

async function problemOf(response: Response): Promise<ApiProblem | Unreachable> {
  if (!response.headers.get('Content-Type')?.startsWith('application/problem+json')) return new Unreachable();
  const told: unknown = await bodyOf(response);
  return new ApiProblem(told as ConstructorParameters<typeof ApiProblem>[0]);
}

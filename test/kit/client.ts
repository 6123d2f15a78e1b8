import type { Role } from '../../functions/shared/auth/caller.ts';
import { decidedRecord } from '../../infra/local/story/client.ts';
import { DAZU } from './call.ts';

/** An answer that is no success. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;

  constructor(method: string, path: string, status: number, body: string) {
    super(`${method} ${path} answered ${status}: ${body}`);
    this.status = status;
  }
}

export interface Reply {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what came back
  readonly body: any;
}

/** The HTTP API of a running host as one caller uses it. */
export interface Client {
  readonly token: string;
  /** Any answer, refusals too; creating requests get a key of their own unless one is given. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** @throws Refused */
  get<T>(path: string): Promise<T>;
  /**
   * @param key the Idempotency-Key: the same request, sent again with the same key, is carried out once
   * @throws Refused
   */
  post<T>(path: string, body: unknown, key?: string): Promise<T>;
  /**
   * @param version of the record, where it has to be named
   * @throws Refused
   */
  put<T>(path: string, body: unknown, version?: number): Promise<T>;
  /**
   * Decides on a record as it is now.
   *
   * @throws Refused
   */
  decide<T>(path: string, body: unknown, key?: string): Promise<T>;
}

export function client(url: string, token: string): Client {
  const send: Client['send'] = async (method, path, body, headers = {}) => {
    const answer = await fetch(url + path, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(method === 'POST' ? { 'Idempotency-Key': crypto.randomUUID() } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as any };
  };
  const succeed = async <T>(method: string, path: string, body?: unknown, headers?: Record<string, string>) => {
    const reply = await send(method, path, body, headers);
    if (reply.status >= 300) throw new Refused(method, path, reply.status, JSON.stringify(reply.body));
    return reply.body as T;
  };
  return {
    token,
    send,
    get: (path) => succeed('GET', path),
    put: (path, body, version) =>
      succeed('PUT', path, body, version === undefined ? {} : { 'If-Match': `"${version}"` }),
    decide: async (path, body, key) => {
      const { etag } = await succeed<{ etag: string }>('GET', decidedRecord(path));
      return succeed('POST', path, body, { 'If-Match': etag, ...(key !== undefined && { 'Idempotency-Key': key }) });
    },
    post: (path, body, key) => succeed('POST', path, body, key === undefined ? {} : { 'Idempotency-Key': key }),
  };
}

/** A client of a running host in a role, with a token of the host's own. */
export async function signedIn({ url }: { readonly url: string }, role: Role, districtId = DAZU): Promise<Client> {
  const answer = await fetch(`${url}/dev/tokens`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ role, districtId }),
  });
  const { token } = (await answer.json()) as { token: string };
  return client(url, token);
}

import { setTimeout as delay } from 'node:timers/promises';

/** An answer of the API that the story did not expect. */
export class Unexpected extends Error {
  override readonly name = 'Unexpected';
  readonly status: number;
  /** Whether the same request may be taken in seconds: what it names has not arrived yet. */
  readonly transient: boolean;

  constructor(method: string, path: string, status: number, body: string) {
    super(`${method} ${path} answered ${status}: ${body}`);
    this.status = status;
    this.transient = isTransient(body);
  }
}

function isTransient(body: string): boolean {
  try {
    return (JSON.parse(body) as { transient?: boolean } | null)?.transient === true;
  } catch {
    return false;
  }
}

/** The registry's HTTP API as one caller uses it. */
export interface Client {
  get<T>(path: string): Promise<T>;
  /** @param key the Idempotency-Key: a story that was cut off goes on without doing anything twice */
  post<T>(path: string, body: unknown, key: string): Promise<T>;
  /** Decides on a record as it is now, e.g. by `/v1/filings/{id}/decision`. */
  decide<T>(path: string, body: unknown, key: string): Promise<T>;
}

export function client(baseUrl: string, token: string): Client {
  const send = async <T>(method: string, path: string, headers: Record<string, string>, body?: string): Promise<T> => {
    const answer = await fetch(baseUrl + path, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Unexpected(method, path, answer.status, text);
    return JSON.parse(text) as T;
  };
  return {
    get: (path) => send('GET', path, {}),
    post: (path, body, key) => send('POST', path, { 'Idempotency-Key': key }, JSON.stringify(body)),
    decide: async (path, body, key) => {
      const { etag } = await send<{ etag: string }>('GET', decidedRecord(path), {});
      return send('POST', path, { 'Idempotency-Key': key, 'If-Match': etag }, JSON.stringify(body));
    },
  };
}

/** The path of the record that a decision is on. */
export const decidedRecord = (path: string): string =>
  path.replace(/\/((objection|repair)\/)?(decision|review|sample-review)$/, '');

/**
 * Asks until the answer is as wanted; what a workflow or an event brings about takes a moment.
 *
 * @throws Error naming what was waited for, after `seconds`
 */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>, seconds = 60): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error(`waited ${seconds} s for ${what} in vain`);
    await delay(50);
  }
}

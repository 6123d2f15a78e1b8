import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Caller, Role } from '../../functions/shared/auth/caller.ts';
import { type Host, startHost } from '../../infra/local/host.ts';
import { decidedRecord } from '../../infra/local/story/client.ts';

export interface HttpReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: any;
}

/** The whole embedded host, on free ports, in a folder of its own. */
export interface TestHost {
  readonly host: Host;
  readonly dataDir: string;
  /**
   * Sends a request as a caller, a string or bytes as they stand; creating requests get a key of their own unless one is
   * given.
   */
  send(
    caller: Caller | undefined,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<HttpReply>;
  /** Decides on a record as its caller reads it. */
  decide(caller: Caller, path: string, body: unknown): Promise<HttpReply>;
}

export function useHost(): TestHost {
  const dataDir = mkdtempSync(join(tmpdir(), 'registry-'));
  let host: Host | undefined;
  beforeAll(async () => {
    host = await startHost({ port: 0, stepFunctionsPort: 0, dataDir });
  });
  afterAll(async () => {
    await host?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const running = (): Host => {
    if (!host) throw new Error('the host runs inside tests and hooks only');
    return host;
  };
  return {
    get host() {
      return running();
    },
    dataDir,
    async decide(caller, path, body) {
      const read = await this.send(caller, 'GET', decidedRecord(path));
      return this.send(caller, 'POST', path, body, { 'If-Match': read.headers.get('etag') ?? '"1"' });
    },
    async send(caller, method, path, body, headers = {}) {
      const { url, tokens } = running();
      const answer = await fetch(url + path, {
        method,
        headers: {
          ...(caller ? { Authorization: `Bearer ${await tokens.issue(caller)}` } : {}),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...(method === 'POST' ? { 'Idempotency-Key': crypto.randomUUID() } : {}),
          ...headers,
        },
        ...(body === undefined ? {} : { body: sent(body) }),
      });
      const type = answer.headers.get('content-type') ?? '';
      const bytes = Buffer.from(await answer.arrayBuffer());
      const text = type.includes('json') ? JSON.parse(bytes.toString('utf8')) : bytes.toString('utf8');
      return { status: answer.status, headers: answer.headers, body: /json|text/.test(type) ? text : bytes };
    },
  };
}

const sent = (body: unknown): string | Uint8Array<ArrayBuffer> => {
  if (Buffer.isBuffer(body)) return new Uint8Array(body);
  return typeof body === 'string' ? body : JSON.stringify(body);
};

export const tokenOf = (host: Host, role: Role, districtId: string): Promise<string> =>
  host.tokens.issue({ sub: `story-${role}`, role, districtId });

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { z } from 'zod';
import { type Credentials, credentialsAt } from '../../functions/accounts/services/credentials.ts';
import { type Listening, listen } from '../../infra/local/listen.ts';

const Asked = z.object({ sub: z.string(), name: z.string().optional() });

/** The administration of an issuer, as the platform's own answers it: it hands out codes and notes who may sign in. */
export interface TestIssuer {
  readonly url: string;
  readonly key: string;
  readonly credentials: Credentials;
  /** Codes that were handed out since the test began, by the subject they are for. */
  readonly codes: ReadonlyMap<string, string>;
  /** Who may not sign in. */
  readonly disabled: ReadonlySet<string>;
  /** What it answers instead, from now to the end of the test. */
  fail(status: number): void;
}

/** Starts one for the test file. */
export function useIssuer(): TestIssuer {
  const key = 'k'.repeat(64);
  const codes = new Map<string, string>();
  const disabled = new Set<string>();
  let failure: number | undefined;
  let listening: Listening | undefined;
  const answers: Readonly<Record<string, (sub: string) => unknown>> = {
    '/one-time-codes': (sub) => {
      const code = `code-${codes.size + 1}`;
      codes.set(sub, code);
      return { loginName: `name-${codes.size}`, code, expiresAt: '2026-03-24T01:30:00.000Z' };
    },
    '/disabling': (sub) => void disabled.add(sub),
    '/enabling': (sub) => void disabled.delete(sub),
  };
  beforeAll(async () => {
    const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const answer = answers[request.url ?? ''];
      if (request.headers.authorization !== `Bearer ${key}`) return void response.writeHead(401).end();
      if (failure !== undefined) return void response.writeHead(failure).end();
      if (!answer) return void response.writeHead(404).end();
      const body = answer(Asked.parse(await json(request)).sub);
      if (body === undefined) return void response.writeHead(204).end();
      response.writeHead(201, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    };
    listening = await listen(
      createServer((request, response) => void respond(request, response)),
      0,
    );
  });
  beforeEach(() => {
    codes.clear();
    failure = undefined;
  });
  afterAll(() => listening?.close());
  const url = (): string => {
    if (!listening) throw new Error('the issuer is there inside tests and hooks only');
    return listening.url;
  };
  return {
    key,
    codes,
    disabled,
    get url() {
      return url();
    },
    get credentials() {
      return credentialsAt(url(), async () => key);
    },
    fail: (status) => {
      failure = status;
    },
  };
}

import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createServer, type IncomingMessage, request as requestOf, type ServerResponse } from 'node:http';
import { join, resolve } from 'node:path';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { type Listening, listen } from './listen.ts';
import { readWhole, writeWhole } from './whole-file.ts';

/**
 * The door by which commands of an operator reach a running host: whoever may read the data folder finds its address and its
 * key there. It answers on this machine only.
 */

const Key = z.object({ url: z.string(), key: z.string() });

/** Where a running host's data folder says how it is reached. */
export const DOOR_FILE = 'host.json';

const keyFile = (dataDir: string): string => join(dataDir, DOOR_FILE);

/** @throws BrokenFile */
const keyIn = (dataDir: string) =>
  readWhole(keyFile(dataDir), 'stop the host and start it again', (text) => Key.parse(JSON.parse(text)));

/** Tells the data folder: the answer by which a host is known. */
const ALIVE = 'alive';

/** What a host does for its operator, by name. Told and answered as JSON. */
export type Services = Readonly<Record<string, (told: unknown) => unknown>>;

export async function openDoor(dataDir: string, services: Services): Promise<Listening> {
  const key = randomBytes(32).toString('base64url');
  const all: Services = { ...services, [ALIVE]: () => resolve(dataDir) };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.headers.authorization !== `Bearer ${key}`) return void response.writeHead(403).end();
    const service = all[(request.url ?? '').slice(1)];
    if (!service || request.method !== 'POST') return void response.writeHead(404).end();
    try {
      const result = await service(await json(request));
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(result ?? null));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      response.writeHead(500, { 'Content-Type': 'application/json' }).end(JSON.stringify({ message }));
    }
  };
  const server = createServer((request, response) => void answer(request, response));
  // A backup takes as long as it takes.
  server.requestTimeout = 0;
  const listening = await listen(server, 0);
  writeWhole(keyFile(dataDir), JSON.stringify({ url: listening.url, key }), 0o600);
  return {
    url: listening.url,
    async close() {
      // Another host may have begun on a folder that was put in this one's place.
      if (keyIn(dataDir)?.key === key) rmSync(keyFile(dataDir), { force: true });
      await listening.close();
    },
  };
}

/** Asks a running host for a service. @throws Error with what the host says that keeps it from doing it */
export type Ask = (service: string, told?: unknown) => Promise<unknown>;

/** The door of the host that runs on a data folder; undefined where none does, or an earlier release that has no door. */
export async function doorOf(dataDir: string): Promise<Ask | undefined> {
  const found = keyIn(dataDir);
  if (!found) return undefined;
  const { url, key } = found;
  const ask: Ask = async (service, told) => {
    const answer = await posted(`${url}/${service}`, key, JSON.stringify(told ?? null));
    const result: unknown = await json(answer).catch(() => undefined);
    if (answer.statusCode === 200) return result;
    throw new Error((result as { message?: string } | undefined)?.message ?? `the host answered ${answer.statusCode}`);
  };
  // A host that was killed has left its key behind, and its port may be another's by now.
  return ask(ALIVE).then(
    (answered) => (answered === resolve(dataDir) ? ask : undefined),
    () => undefined,
  );
}

/** Without a limit in time, which `fetch` has: a backup takes as long as it takes. */
const posted = (url: string, key: string, body: string): Promise<IncomingMessage> =>
  new Promise((answered, reject) => {
    requestOf(url, { method: 'POST', headers: { Authorization: `Bearer ${key}` } }, answered)
      .once('error', reject)
      .end(body);
  });

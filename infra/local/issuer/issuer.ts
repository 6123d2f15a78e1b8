import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createLocalJWKSet } from 'jose';
import type Provider from 'oidc-provider';
import type { TokenSource } from '../../../functions/shared/auth/authorizer.ts';
import { logger } from '../../../functions/shared/log.ts';
import { createTables } from '../dynamodb/tables.ts';
import { isLoopbackAddress } from '../foreign-page.ts';
import { startAdministration } from './administration.ts';
import { type DemoPerson, enrolDemoPerson } from './demo.ts';
import { COST, type Cost, passwordHashes } from './domain/password-hash.ts';
import { type Answer, interactionPages } from './interaction.ts';
import { issuerKeys, SIGN_IN_KEYS_FILE } from './keys.ts';
import { PAGE_HEADERS } from './pages/page.ts';
import { notUnderstoodPage } from './pages/pages.ts';
import { AUDIENCE, DISCOVERY_PATH, INTERACTION_SECONDS, ISSUER_PATH, oidcProvider, portalOf } from './provider.ts';
import { attempts } from './store/attempts.ts';
import { machines } from './store/machines.ts';
import { people } from './store/people.ts';
import { progressStore } from './store/progress.ts';
import { SIGN_IN_TABLE, SIGN_IN_TABLE_SPEC, signInTable } from './store/table.ts';

/** The host as its own OIDC issuer. */
export interface Issuer {
  /** Answers a request that is the issuer's; false where its path is none. */
  readonly answer: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** By what the authorizer verifies access tokens. They say who, and nothing of what they may do. */
  readonly source: TokenSource;
  /** Where accounts have codes issued and people disabled: on this machine only, for whoever has the key. */
  readonly administrationUrl: string;
  /** Makes the credentials of a person of the demo data, once. */
  enrol(person: DemoPerson): Promise<void>;
  close(): Promise<void>;
}

export interface IssuerOptions {
  readonly dataDir: string;
  /** The issuer's alone, which it ends: a document client writes its options into the client that it is made from. */
  readonly dynamodb: DynamoDBClient;
  /** By which the administration knows who may ask it. */
  readonly administrationKey: string;
  /** The address at which people reach the host, which is the issuer's name; known once the host listens. */
  readonly publicUrl: () => string;
  /** The machine's time, whatever the host's clock shows: codes on phones go by it, and so do tokens. */
  readonly now?: () => Date;
  /** What a hash costs; for those who test, and sign in hundreds of times. */
  readonly cost?: Cost;
}

/** @throws BrokenFile */
export async function startIssuer({
  dataDir,
  dynamodb,
  administrationKey,
  publicUrl,
  now = () => new Date(),
  cost = COST,
}: IssuerOptions): Promise<Issuer> {
  const keys = await issuerKeys(join(dataDir, SIGN_IN_KEYS_FILE));
  await createTables(dynamodb, { [SIGN_IN_TABLE]: SIGN_IN_TABLE_SPEC }, {});
  const table = signInTable(dynamodb, now);
  const stores = {
    table,
    people: people(table),
    machines: machines(table),
    attempts: attempts(table),
    hashes: passwordHashes(cost),
  };
  const administration = await startAdministration({ ...stores, secret: administrationKey });
  let mounted: ReturnType<typeof mount> | undefined;
  return {
    answer(request, response) {
      const { pathname = '', search = '' } = URL.parse(request.url ?? '/', 'http://localhost') ?? {};
      if (pathname !== DISCOVERY_PATH && !pathname.startsWith(`${ISSUER_PATH}/`)) return false;
      mounted ??= mount(publicUrl());
      mounted(request, response, pathname, search);
      return true;
    },
    source: {
      get issuer() {
        return publicUrl();
      },
      audience: AUDIENCE,
      keys: createLocalJWKSet({ keys: keys.signing.map(({ d: _private, ...key }) => key) }),
      claims: 'ignored',
      amr: 'count',
      requiresSecondFactor: true,
    },
    administrationUrl: administration.url,
    enrol: (person) => enrolDemoPerson(stores.people, stores.hashes, person),
    async close() {
      await administration.close();
      dynamodb.destroy();
    },
  };

  function mount(issuer: string) {
    const provider = oidcProvider({ ...stores, publicUrl: issuer, keys });
    const pages = interactionPages({
      ...stores,
      publicUrl: issuer,
      provider,
      secret: keys.cookies[0],
      progress: progressStore(table, INTERACTION_SECONDS),
    });
    return mountOf(issuer, provider, pages);
  }
}

const PAGES_PATH = `${ISSUER_PATH}/interaction/`;

/**
 * Pages of our own before the provider; both believe that they were asked at the public address, whatever a request says.
 */
function mountOf(issuer: string, provider: Provider, pages: ReturnType<typeof interactionPages>) {
  const { protocol, host, pathname: prefix } = new URL(issuer);
  const answerByProvider = provider.callback();
  return (
    request: IncomingMessage & { originalUrl?: string },
    response: ServerResponse,
    path: string,
    query: string,
  ) => {
    const address = addressOf(request);
    request.url = path + query;
    request.originalUrl = prefix.replace(/\/$/, '') + request.url;
    request.headers.host = host;
    request.headers['x-forwarded-host'] = host;
    request.headers['x-forwarded-proto'] = protocol.replace(':', '');
    if (!path.startsWith(PAGES_PATH)) {
      void answerByProvider(request, response);
      return;
    }
    pages(request, response, path.slice(PAGES_PATH.length), address)
      .catch((error: unknown) => {
        const { name, stack } = error instanceof Error ? error : new Error(String(error));
        logger.error('a page of the sign-in failed', { fault: name, stack });
        return notUnderstoodPage(portalOf(issuer), 500, 'server_error');
      })
      .then((answer) => {
        send(response, answer);
        // A browser that is still sending reads the answer only when it has sent it all.
        request.resume();
      })
      .catch(() => response.destroy());
  };
}

function send(response: ServerResponse, answer: Answer): void {
  const headers = { ...PAGE_HEADERS, 'Content-Type': 'text/html; charset=utf-8' };
  if ('location' in answer) response.writeHead(303, { ...headers, Location: answer.location }).end();
  else response.writeHead(answer.status, { ...headers, ...answer.headers }).end(answer.html);
}

/**
 * Whose browser it is. A proxy on this machine says it in the last part of `X-Forwarded-For`; one that does not say it
 * leaves it unknown, since all its requests would be one address's.
 */
function addressOf({ socket, headers }: IncomingMessage): string | undefined {
  if (!isLoopbackAddress(socket.remoteAddress)) return socket.remoteAddress;
  return (
    String(headers['x-forwarded-for'] ?? '')
      .split(',')
      .at(-1)
      ?.trim() || undefined
  );
}

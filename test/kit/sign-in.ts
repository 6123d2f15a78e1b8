import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll } from 'vitest';
import { type Engine, startEngine } from '../../infra/local/dynamodb/engine.ts';
import { type Gateways, startGateways } from '../../infra/local/gateway/places.ts';
import { type Issuer, startIssuer } from '../../infra/local/issuer/issuer.ts';
import { PORTAL_CLIENT, PORTAL_SCOPE } from '../../infra/local/issuer/provider.ts';
import { type Browser, browser, type Shown } from './browser.ts';

const KEY = 'k'.repeat(64);

/** The secret that the page of the second factor shows. */
export const secretOn = ({ html }: Pick<Shown, 'html'>): string =>
  (/class="key">([^<]+)/.exec(html)?.[1] ?? '').replaceAll(' ', '');

/** So that a test that signs in often waits for no hash. */
const CHEAP = { memory: 64, passes: 1 };

/** The issuer behind the gateway of a host, without the rest of it. */
export interface TestSignIn {
  readonly issuer: Issuer;
  readonly dynamodb: DynamoDBClient;
  /** Where people reach it, which is its name. */
  readonly url: string;
  /** Where it listens on this machine. */
  readonly ownUrl: string;
  readonly dataDir: string;
  /** Asks the administration. */
  administer(path: string, body: unknown, key?: string): Promise<{ status: number; body: any }>;
  /** A one-time code for a person. */
  codeFor(
    sub: string,
    more?: Readonly<Record<string, unknown>>,
  ): Promise<{ code: string; loginName: string; expiresAt: string }>;
}

/** @param publicUrl of a host behind a proxy */
export function useSignIn(publicUrl?: string): TestSignIn {
  const dataDir = mkdtempSync(join(tmpdir(), 'issuer-'));
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  let running: {
    engine: Engine;
    dynamodb: DynamoDBClient;
    issuer: Issuer;
    gateways: Gateways & { close(): Promise<void> };
  };
  beforeAll(async () => {
    const engine = await startEngine();
    const client = () => new DynamoDBClient({ endpoint: engine.endpoint, region: 'us-east-1', credentials });
    const dynamodb = client();
    const issuer = await startIssuer({
      dataDir,
      dynamodb: client(),
      administrationKey: KEY,
      publicUrl: () => running.gateways.publicUrl,
      cost: CHEAP,
    });
    const gateways = await startGateways({ port: 0, publicUrl }, dataDir, {
      routes: [],
      invoke: async () => null,
      signIn: issuer.answer,
    });
    running = { engine, dynamodb, issuer, gateways };
  });
  afterAll(async () => {
    await running.gateways.close();
    await running.issuer.close();
    running.dynamodb.destroy();
    await running.engine.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const administer: TestSignIn['administer'] = async (path, body, key = KEY) => {
    const answer = await fetch(running.issuer.administrationUrl + path, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}` },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  return {
    get issuer() {
      return running.issuer;
    },
    get dynamodb() {
      return running.dynamodb;
    },
    get url() {
      return running.gateways.publicUrl;
    },
    get ownUrl() {
      return running.gateways.ownUrl;
    },
    dataDir,
    administer,
    async codeFor(sub, more = {}) {
      const { status, body } = await administer('/one-time-codes', { sub, name: `某人 ${sub}`, ...more });
      if (status !== 201) throw new Error(`no code: ${status} ${JSON.stringify(body)}`);
      return body;
    },
  };
}

/** The test's own: neither TLS nor another machine is between. */
export const INSECURE = { [oauth.allowInsecureRequests]: true };

export const PORTAL: oauth.Client = { client_id: PORTAL_CLIENT };

/** An authorization request of the portal. */
export interface Begun {
  readonly server: oauth.AuthorizationServer;
  readonly url: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly redirectUri: string;
}

export async function begun(issuerUrl: string, more: Readonly<Record<string, string>> = {}): Promise<Begun> {
  const issuer = new URL(issuerUrl);
  const found = await oauth.discoveryRequest(issuer, INSECURE);
  const server = await oauth.processDiscoveryResponse(issuer, found);
  const [state, nonce, verifier] = [
    oauth.generateRandomState(),
    oauth.generateRandomNonce(),
    oauth.generateRandomCodeVerifier(),
  ];
  const redirectUri = `${issuerUrl}/portal/callback`;
  const url = new URL(server.authorization_endpoint ?? '');
  url.search = new URLSearchParams({
    client_id: PORTAL_CLIENT,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: PORTAL_SCOPE,
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...more,
  }).toString();
  return { server, url: url.href, state, nonce, verifier, redirectUri };
}

export const browserOf = (issuerUrl: string, headers: Readonly<Record<string, string>> = {}): Browser =>
  browser(`${issuerUrl}/portal/`, headers);

/** Exchanges the code that a browser brought back. */
export async function tokensOf({ server, state, nonce, verifier, redirectUri }: Begun, { url }: Pick<Shown, 'url'>) {
  const parameters = oauth.validateAuthResponse(server, PORTAL, new URL(url), state);
  const answer = await oauth.authorizationCodeGrantRequest(
    server,
    PORTAL,
    oauth.None(),
    parameters,
    redirectUri,
    verifier,
    INSECURE,
  );
  return oauth.processAuthorizationCodeResponse(server, PORTAL, answer, { expectedNonce: nonce, requireIdToken: true });
}

/** Asks for other tokens by a refresh token. */
export const refreshed = async ({ server }: Pick<Begun, 'server'>, refreshToken: string) => {
  const answer = await oauth.refreshTokenGrantRequest(server, PORTAL, oauth.None(), refreshToken, INSECURE);
  return oauth.processRefreshTokenResponse(server, PORTAL, answer);
};

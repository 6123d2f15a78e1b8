import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, expect, it } from 'vitest';
import { startEngine } from '../../infra/local/dynamodb/engine.ts';
import { demoPeople } from '../../infra/local/issuer/demo.ts';
import { codeAt } from '../../infra/local/issuer/domain/second-factor.ts';
import { startIssuer } from '../../infra/local/issuer/issuer.ts';
import { attempts } from '../../infra/local/issuer/store/attempts.ts';
import { signInTable } from '../../infra/local/issuer/store/table.ts';
import { startProcess } from '../kit/process.ts';
import { begun, browserOf, refreshed, tokensOf } from '../kit/sign-in.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'sign-in-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** A port for a host that comes back where it was. */
async function freePort(): Promise<string> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return String(port);
}

/** The people of the demo data, in a folder in which no chain was told; somebody has guessed at the pass phrase of one. */
async function enrolAll(guessedAt: string): Promise<void> {
  const engine = await startEngine(join(dataDir, 'registry.sqlite'));
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const dynamodb = new DynamoDBClient({ endpoint: engine.endpoint, region: 'us-east-1', credentials });
  const issuer = await startIssuer({
    dataDir,
    dynamodb,
    administrationKey: 'none',
    publicUrl: () => 'http://localhost',
  });
  for (const person of demoPeople()) await issuer.enrol(person);
  let at = Date.now() - 930_000;
  for (let failures = 0; failures < 10; failures += 1) {
    const attempt = await attempts(signInTable(dynamodb, () => new Date(at))).begin(guessedAt);
    if ('pausedSeconds' in attempt) throw new Error('it is paused already');
    if (failures < 9) at += attempt.pauseSeconds * 1000;
  }
  await issuer.close();
  await engine.close();
}

it('goes on with a sign-in in whose middle the host was killed, and holds to its pauses', async () => {
  const clerk = demoPeople().find(({ role }) => role === 'clerk');
  const reviewer = demoPeople().find(({ role }) => role === 'reviewer');
  if (!clerk || !reviewer?.totpSecret) throw new Error('the demo data have no such people');
  await enrolAll(clerk.loginName);
  const PORT = await freePort();
  let host = await startProcess(dataDir, { PORT, POWERTOOLS_LOG_LEVEL: 'INFO' });
  const { url } = host;
  const output: string[] = [];
  try {
    const stranger = browserOf(url);
    const guessing = await stranger.open((await begun(url)).url);

    const guest = browserOf(url);
    const request = await begun(url);
    const form = await guest.open(request.url);
    const asked = await guest.submit(form, { loginName: reviewer.loginName, passPhrase: reviewer.passPhrase });
    output.push(host.output());
    await host.kill('SIGKILL');
    host = await startProcess(dataDir, { PORT, POWERTOOLS_LOG_LEVEL: 'INFO' });
    const end = await guest.submit(asked, { totp: codeAt(reviewer.totpSecret, new Date()) });
    const tokens = await tokensOf(request, end);
    const { loginName, passPhrase } = clerk;
    expect((await stranger.submit(guessing, { loginName, passPhrase })).status).toBe(429);
    const { access_token } = await refreshed(request, tokens.refresh_token ?? '');
    const keys = createRemoteJWKSet(new URL(request.server.jwks_uri ?? ''));
    const { payload } = await jwtVerify(access_token, keys, { issuer: url, audience: 'market-procurement-registry' });
    expect(payload).toMatchObject({ sub: reviewer.sub, name: reviewer.name, amr: ['pwd', 'otp', 'mfa'] });
    const silent = await begun(url, { prompt: 'none' });
    await tokensOf(silent, await guest.open(silent.url));
    output.push(host.output());
  } finally {
    await host.kill('SIGTERM');
  }
  const said = output.join('\n');
  const secret = readFileSync(join(dataDir, 'secrets/credentialsKey'), 'utf8');
  for (const word of [reviewer.name, reviewer.passPhrase, clerk.passPhrase, secret, 'oidc-provider']) {
    expect(said).not.toContain(word);
  }
  // Nobody told the sample chain here.
  expect(said).not.toContain('Sign in at');
});

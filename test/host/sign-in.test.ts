import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../functions/shared/auth/caller.ts';
import { startEngine } from '../../infra/local/dynamodb/engine.ts';
import { demoPeople } from '../../infra/local/issuer/demo.ts';
import { codeAt } from '../../infra/local/issuer/domain/second-factor.ts';
import { startIssuer } from '../../infra/local/issuer/issuer.ts';
import { attempts } from '../../infra/local/issuer/store/attempts.ts';
import { signInTable } from '../../infra/local/issuer/store/table.ts';
import { useHost } from '../kit/host.ts';
import { accountsCommand, startProcess } from '../kit/process.ts';
import { begun, browserOf, refreshed, secretOn, tokensOf } from '../kit/sign-in.ts';
import { until } from '../kit/until.ts';

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
  expect(said).not.toContain('sign in by name');
});

describe('an account of the platform', () => {
  const test = useHost();

  it('is opened with name and code, signs in, acts by its assignment, and is out at once when it is suspended', async () => {
    const operator: Caller = { sub: 'operator-500000', role: 'operator', districtId: '500000' };
    const asked = { name: '冯主任', assignment: { role: 'centreHead', districtId: '500111' } };
    const opened = await test.send(operator, 'POST', '/v1/accounts', asked);
    expect(opened.status, JSON.stringify(opened.body)).toBe(201);
    const { sub, loginName, code, assignments } = opened.body;
    expect(loginName).toMatch(/^dz-\d{4}$/);

    const { url } = test.host;
    const guest = browserOf(url);
    const request = await begun(url);
    const form = await guest.open(`${(await guest.open(request.url)).url}/first-use`);
    const choose = await guest.submit(form, { loginName, code });
    const newPassPhrase = 'quiet ferry copper lantern';
    const phone = await guest.submit(choose, { newPassPhrase, repeated: newPassPhrase });
    const secret = secretOn(phone);
    const codes = await guest.submit(phone, { totp: codeAt(secret, new Date()) });
    const { access_token, refresh_token = '' } = await tokensOf(request, await guest.submit(codes));

    const me = async () => {
      const answer = await fetch(`${url}/v1/me`, { headers: { Authorization: `Bearer ${access_token}` } });
      const body: any = await answer.json();
      return [answer.status, body.sub, body.state, body.acting?.role, body.secondFactor];
    };
    // Nobody has confirmed the assignment yet.
    expect(await me()).toEqual([200, sub, 'ACTIVE', undefined, true]);
    const [{ id: assignmentId }] = assignments;
    const other: Caller = { ...operator, sub: 'operator-2' };
    const path = `/v1/accounts/${encodeURIComponent(sub)}`;
    const confirmed = await test.send(other, 'POST', `${path}/assignments/${assignmentId}/confirmation`, {});
    expect(confirmed.status, JSON.stringify(confirmed.body)).toBe(200);
    expect(await me()).toEqual([200, sub, 'ACTIVE', 'centreHead', true]);

    const suspended = await test.send(operator, 'POST', `${path}/suspension`, { reason: '离岗' });
    expect(suspended.status, JSON.stringify(suspended.body)).toBe(200);
    expect((await me())[2]).toBe('SUSPENDED');
    // The issuer is told by an event.
    await until('the session to be over', async () => {
      const silent = await begun(url, { prompt: 'none' });
      return (await guest.open(silent.url)).url.includes('error=login_required') || undefined;
    });
    await expect(refreshed(request, refresh_token)).rejects.toThrow();
  });

  it('begins with the command that makes the first operator, once', async () => {
    const environment = { DATA_DIR: test.dataDir };
    const first = await accountsCommand(environment, '--name', '赵管理');
    expect(first).toMatchObject({ code: 0, output: expect.stringMatching(/account +account-500000-.*code +/s) });
    const again = await accountsCommand(environment);
    expect(again).toMatchObject({ code: 2, output: expect.stringContaining('--again') });
  });
});

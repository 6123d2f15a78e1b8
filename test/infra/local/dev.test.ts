import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';
import { hostClock, MAX_YEARS_AHEAD } from '../../../infra/local/clock.ts';
import { invokeEndpoint } from '../../../infra/local/functions/endpoint.ts';
import { devRoutes } from '../../../infra/local/gateway/dev.ts';
import { startGateway } from '../../../infra/local/gateway/gateway.ts';
import { tokenIssuer } from '../../../infra/local/gateway/tokens.ts';
import { startKeeper } from '../../../infra/local/signing/keeper.ts';

const folder = mkdtempSync(join(tmpdir(), 'dev-'));
const clockFile = join(folder, 'clock');
const clock = hostClock(clockFile);
const tenants = async () => shippedOn('2026-03-17').tenants;
const gateway = await startGateway(
  { routes: [], invoke: async () => null, dev: devRoutes(await tokenIssuer(undefined), tenants, clock, () => {}) },
  { port: 0 },
);
const invoked: unknown[] = [];
const functions = await invokeEndpoint(async (name) => void invoked.push(name));
const keeper = await startKeeper(join(folder, 'key.pem'));
afterAll(async () => {
  for (const server of [gateway, functions, keeper]) await server.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Reply {
  readonly status: number | undefined;
  readonly body: any;
}

/** A POST whose headers go out as they stand, `Origin` and `Host` too. */
const post = (url: string, path: string, body: unknown, headers: Record<string, string>) =>
  new Promise<Reply>((resolve, reject) => {
    const { port } = new URL(url);
    request({ port, host: '127.0.0.1', path, method: 'POST', headers }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      answer.on('end', () =>
        resolve({ status: answer.statusCode, body: text.startsWith('{') ? JSON.parse(text) : text }),
      );
    })
      .on('error', reject)
      .end(JSON.stringify(body));
  });

const JSON_TYPE = { 'Content-Type': 'application/json' };
const inDays = (days: number): string => new Date(Date.now() + days * 24 * 3_600_000).toISOString();
const BODIES = { '/dev/clock': { now: inDays(1) }, '/dev/tokens': { role: 'clerk', districtId: '500111' } };

describe.each(Object.entries(BODIES))('%s', (path, body) => {
  it.each([
    ['a page of another origin', { ...JSON_TYPE, Origin: 'https://evil.example' }, 403],
    ['a page of another port', { ...JSON_TYPE, Origin: 'http://localhost:1' }, 403],
    ['a page of no origin', { ...JSON_TYPE, Origin: 'null' }, 403],
    ['a page that hides its origin', { ...JSON_TYPE, 'Sec-Fetch-Site': 'cross-site' }, 403],
    ['a page with a type it may send unasked', { 'Content-Type': 'text/plain', Origin: 'https://evil.example' }, 403],
    ['text', { 'Content-Type': 'text/plain' }, 415],
    ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }, 415],
    ['no type', {}, 415],
    ['a type that only begins like JSON', { 'Content-Type': 'application/jsonx' }, 415],
  ] as const)('refuses %s', async (_name, headers, status) => {
    const before = clock.now().getTime();
    const reply = await post(gateway.url, path, body, headers);
    expect([reply.status, reply.body.status]).toEqual([status, status]);
    expect(clock.now().getTime() - before).toBeLessThan(10_000);
  });
});

describe('whoever sits at this machine', () => {
  it('gets a token, also from a page of the host’s own', async () => {
    const own = { Origin: gateway.url, 'Sec-Fetch-Site': 'same-origin' };
    for (const headers of [JSON_TYPE, { 'Content-Type': 'application/json; charset=utf-8', ...own }]) {
      const reply = await post(gateway.url, '/dev/tokens', BODIES['/dev/tokens'], headers);
      expect([reply.status, typeof reply.body.token]).toEqual([201, 'string']);
    }
  });

  it.each([
    { role: 'clerk', districtId: '999999' },
    { role: 'merchant', districtId: '500111', entityId: 'free text' },
    { role: 'merchant', districtId: '500111', entityId: 'entity-500103-01JDXKQ8Z3W5T7V9Y1A3C5E7G9' },
    { role: 'clerk', districtId: '500111', sub: 'x'.repeat(201) },
    { role: 'root', districtId: '500111' },
  ])('gets none for %j', async (asked) => {
    const reply = await post(gateway.url, '/dev/tokens', asked, JSON_TYPE);
    expect([reply.status, reply.body.code]).toEqual([422, 'RULE_VIOLATION']);
  });

  it.each([
    inDays((MAX_YEARS_AHEAD + 1) * 366),
    '9999-12-31T23:59:59Z',
    '2020-01-01T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '+010000-01-01T00:00:00Z',
  ])('cannot move the clock to %s', async (now) => {
    const kept = clock.now().getTime();
    const reply = await post(gateway.url, '/dev/clock', { now }, JSON_TYPE);
    expect([400, 422]).toContain(reply.status);
    expect(Math.abs(clock.now().getTime() - kept)).toBeLessThan(10_000);
  });

  it('moves it within the bound, and the next start keeps that', async () => {
    const now = inDays(3 * 365);
    expect((await post(gateway.url, '/dev/clock', { now }, JSON_TYPE)).status).toBe(200);
    expect(Math.abs(hostClock(clockFile).now().getTime() - Date.parse(now))).toBeLessThan(10_000);
  });
});

describe('a clock file', () => {
  it.each(['253402300800000', '9'.repeat(20), '8640000000000000'])(
    'that leads too far (%s) leads to the bound: the folder can be used',
    (text) => {
      const file = join(folder, `far-${text}`);
      writeFileSync(file, text);
      const far = hostClock(file);
      expect(far.now().toISOString()).toMatch(/^20\d\d-/);
      expect(far.now() > new Date(Date.now() + (MAX_YEARS_AHEAD - 1) * 365 * 24 * 3_600_000)).toBe(true);
      far.moveTo(far.now());
      expect(readFileSync(file, 'utf8')).toMatch(/^\d{12}$/);
    },
  );

  it.each(['', 'abc', '1.5', '{}'])('that is broken (“%s”) is named, with what to do', (text) => {
    const file = join(folder, 'broken');
    writeFileSync(file, text);
    expect(() => hostClock(file)).toThrow(`${file} is broken`);
    expect(() => hostClock(file)).toThrow(/delete it/);
  });
});

describe('keys that are broken', () => {
  it.each(['', '{', 'null', '{"kty":"EC"}'])('are named, with what to do: “%s”', async (text) => {
    const file = join(folder, 'broken-key');
    writeFileSync(file, text);
    await expect(tokenIssuer(file)).rejects.toThrow(/broken-key is broken .*put back a copy, or delete it/);
    await expect(startKeeper(file)).rejects.toThrow(/broken-key is broken .*put back a copy, or delete it/);
  });
});

describe('the host’s other ports', () => {
  it.each([
    ['functions', () => functions.url, '/2015-03-31/functions/FilingApi/invocations'],
    ['the signing key', () => keeper.url, '/'],
  ])('serve no page of another origin: %s', async (_name, url, path) => {
    const target = { 'x-amz-target': 'TrentService.GetPublicKey' };
    for (const headers of [{ Origin: 'https://evil.example' }, { Host: 'evil.example' }]) {
      expect((await post(url(), path, {}, { ...target, ...headers })).status).toBe(403);
    }
    expect(invoked).toEqual([]);
    expect((await post(url(), path, { KeyId: 'k' }, target)).status).toBe(200);
    invoked.length = 0;
  });
});

import { readFileSync } from 'node:fs';
import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { madeCertificate } from '../../../infra/local/certificate.ts';
import { isFromThisMachine } from '../../../infra/local/foreign-page.ts';
import { type Gateways, type Reach, startGateways } from '../../../infra/local/gateway/places.ts';
import { settings } from '../../../infra/local/settings.ts';
import { useFolder } from '../../kit/folder.ts';

const folder = useFolder();
const files = { cert: join(folder, 'tls-certificate.pem'), key: join(folder, 'tls-key.pem') };
beforeAll(() => void madeCertificate(folder, ['127.0.0.2'], new Date()));

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

/** Ways in whose `/dev/*` says that it was reached. */
async function reached(reach: Partial<Reach>): Promise<Gateways> {
  const dev = async (_request: unknown, path: string) =>
    path === '/dev/ping' ? { status: 200, body: { pong: true } } : undefined;
  const gateways = await startGateways({ port: 0, ...reach }, folder, { routes: [], invoke: async () => null, dev });
  opened.push(gateways);
  return gateways;
}

interface Answer {
  readonly status: number | undefined;
  readonly fingerprint: string | undefined;
}

const get = (url: string, headers: Record<string, string> = {}, path = '/dev/ping') =>
  new Promise<Answer>((resolve, reject) => {
    const send = url.startsWith('https') ? secure : plain;
    const ca = readFileSync(files.cert);
    send(`${url}${path}`, { headers, ca }, (answer) => {
      const { getPeerCertificate } = answer.socket as Partial<TLSSocket>;
      const fingerprint = getPeerCertificate?.call(answer.socket).fingerprint256;
      answer.resume().on('end', () => resolve({ status: answer.statusCode, fingerprint }));
    })
      .on('error', reject)
      .end();
  });

describe('a host that only this machine reaches', () => {
  it.each([
    ['the loopback', {}],
    ['another address of the loopback', { host: '127.0.0.2' }],
    ['the loopback of IPv6', { host: '::1' }],
    ['the loopback with TLS', { host: '127.0.0.2', certificateFiles: files }],
    ['a name of this machine', { publicUrl: 'http://localhost:8080' }],
  ])('answers /dev/*: %s', async (_name, reach) => {
    const { url, ownUrl, devUrl } = await reached(reach);
    expect((await get(url)).status).toBe(200);
    expect((await get(ownUrl)).status).toBe(200);
    expect(devUrl).toBe(ownUrl);
  });

  it('shows the certificate of its files, whose fingerprint it tells', async () => {
    const { url, publicUrl, certificate } = await reached({ host: '127.0.0.2', certificateFiles: files });
    expect(publicUrl).toBe(url);
    expect(url).toMatch(/^https:\/\/127\.0\.0\.2:\d+$/);
    expect((await get(url)).fingerprint).toBe(certificate?.fingerprint);
    expect(certificate?.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  });

  it.each([
    { Host: 'registry.example.cn' },
    { Host: '127.0.0.1.example.cn' },
    { Forwarded: 'for=192.0.2.1' },
    { Via: '1.1 proxy' },
    { 'X-Forwarded-For': '127.0.0.1' },
    { 'X-Forwarded-Host': 'localhost' },
    { 'X-Forwarded-Proto': 'https' },
    { 'X-Real-IP': '127.0.0.1' },
  ])('has no /dev/* for a request that was passed on or sent by another name: %j', async (headers) => {
    const { url } = await reached({});
    expect((await get(url, headers)).status).toBe(404);
  });
});

describe('a host that other machines reach', () => {
  const PUBLIC = { publicUrl: 'https://registry.example.cn' };

  it.each([
    ['through a proxy', PUBLIC],
    ['through a proxy, by TLS', { ...PUBLIC, host: '127.0.0.2', certificateFiles: files }],
    ['at every address', { ...PUBLIC, host: '0.0.0.0' }],
  ])('answers /dev/* nowhere, not even to this machine: %s', async (_name, reach) => {
    const { url, ownUrl, devUrl, publicUrl } = await reached(reach);
    expect([devUrl, publicUrl]).toEqual([undefined, PUBLIC.publicUrl]);
    const main = url.replace('0.0.0.0', '127.0.0.1');
    for (const at of new Set([main, ownUrl])) {
      for (const headers of [{}, { Host: 'localhost' }, { 'X-Forwarded-For': '127.0.0.1' }]) {
        const answer = await get(at, headers).catch((error: NodeJS.ErrnoException) => error.code);
        // Nobody vouches for the certificate that a host has made itself.
        expect([{ status: 404 }, 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID']).toContainEqual(
          typeof answer === 'object' ? { status: answer.status } : answer,
        );
      }
    }
  });

  it('answers it on the port of the loopback that it was given for that, and not where others come in', async () => {
    const { url, devUrl = '' } = await reached({ ...PUBLIC, devPort: 0 });
    expect((await get(url)).status).toBe(404);
    expect((await get(devUrl)).status).toBe(200);
    expect((await get(devUrl, { Host: 'registry.example.cn' })).status).toBe(404);
    expect(devUrl).toMatch(/^http:\/\/127\.0\.0\.1:/);
  });

  it('opens nothing where one of its ports is taken', async () => {
    const taken = Number(new URL((await reached({})).url).port);
    await expect(reached({ ...PUBLIC, devPort: taken })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('whether a request is of this machine', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1', true],
    ['127.0.0.2', '127.0.0.1', true],
    ['::1', '::1', true],
    ['::ffff:127.0.0.1', '::ffff:127.0.0.1', true],
    ['192.0.2.1', '127.0.0.1', false],
    ['127.0.0.1', '192.0.2.1', false],
    ['192.0.2.1', '192.0.2.1', false],
    ['::ffff:192.0.2.1', '127.0.0.1', false],
    ['1::1', '::1', false],
    [undefined, '127.0.0.1', false],
  ])('is decided by both ends of its connection: %s to %s', (remoteAddress, localAddress, expected) => {
    const request = { socket: { remoteAddress, localAddress }, headers: { host: 'localhost:3000' } };
    expect(isFromThisMachine(request as never)).toBe(expected);
  });
});

describe('the settings', () => {
  const told = (environment: Record<string, string>) => settings(environment, []);

  it('reach this machine only, unless they say otherwise', () => {
    expect(told({})).toMatchObject({ host: '127.0.0.1', port: 3000, devPort: undefined, certificateFiles: undefined });
    expect(told({ HOST: 'localhost' }).host).toBe('127.0.0.1');
    expect(told({ HOST: 'fd00::2', DEV_PORT: '3001' })).toMatchObject({ host: 'fd00::2', devPort: 3001 });
    expect(told({ TLS_CERT: 'c', TLS_KEY: 'k' }).certificateFiles).toEqual({ cert: 'c', key: 'k' });
  });

  it.each([
    [{ HOST: 'registry.example.cn' }, 'HOST=registry.example.cn is no IP address'],
    [{ HOST: '192.168.1' }, 'HOST=192.168.1 is no IP address'],
    [{ HOST: '0.0.0.0' }, 'set PUBLIC_URL'],
    [{ HOST: '::' }, 'set PUBLIC_URL'],
    [{ TLS_CERT: 'c' }, 'TLS_CERT and TLS_KEY belong together'],
    [{ TLS_KEY: 'k' }, 'TLS_CERT and TLS_KEY belong together'],
    [{ DEV_PORT: 'x' }, 'DEV_PORT=x is not a port'],
  ])('refuse %j', (environment, text) => {
    expect(() => told(environment as never)).toThrow(text);
  });
});

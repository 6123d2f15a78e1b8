import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { type HostProcess, startProcess, tokenCommand } from '../kit/process.ts';

/** Counters on another machine, which a network namespace of its own stands for, reach one host. */

const NAMESPACE = `counter-${process.pid}`;
/** The names of interfaces have 15 characters at most. */
const [OURS, THEIRS] = [`mpr${process.pid}a`, `mpr${process.pid}b`];
const [HOST, COUNTER] = ['10.213.77.1', '10.213.77.2'];

const ip = (...args: string[]): void => void execFileSync('ip', args, { stdio: 'pipe' });

/** Why there is no other machine here; undefined where there is one. */
function setUp(): string | undefined {
  try {
    ip('netns', 'add', NAMESPACE);
    ip('link', 'add', OURS, 'type', 'veth', 'peer', 'name', THEIRS, 'netns', NAMESPACE);
    ip('address', 'add', `${HOST}/30`, 'dev', OURS);
    ip('link', 'set', OURS, 'up');
    ip('-n', NAMESPACE, 'address', 'add', `${COUNTER}/30`, 'dev', THEIRS);
    ip('-n', NAMESPACE, 'link', 'set', THEIRS, 'up');
    return undefined;
  } catch (error) {
    return `network namespaces need root and iproute2: ${error instanceof Error ? error.message.trim() : String(error)}`;
  }
}

function takeDown(): void {
  for (const args of [
    ['link', 'delete', OURS],
    ['netns', 'delete', NAMESPACE],
  ]) {
    try {
      ip(...args);
    } catch {
      // It was never there.
    }
  }
}

const why = setUp();
if (why !== undefined) takeDown();
afterAll(takeDown);

const COUNTER_FILE = fileURLToPath(new URL('counter.ts', import.meta.url));

/** What a counter in the namespace found (`counter.ts`). */
async function counter(...args: string[]): Promise<any> {
  const child = spawn('ip', ['netns', 'exec', NAMESPACE, process.execPath, COUNTER_FILE, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].on('data', (chunk: Buffer) => (texts[stream] += chunk.toString()));
  }
  await once(child, 'close');
  if (child.exitCode !== 0) throw new Error(`a counter failed: ${texts.stderr}`);
  return JSON.parse(texts.stdout);
}

async function tokens(dataDir: string): Promise<[clerk: string, reviewer: string]> {
  const [clerk, reviewer] = await Promise.all(
    ['clerk', 'reviewer'].map(async (role) => {
      const { code, output } = await tokenCommand({ DATA_DIR: dataDir }, role, '--district', '500111');
      if (code !== 0) throw new Error(output);
      return output.trim();
    }),
  );
  return [clerk ?? '', reviewer ?? ''];
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'counters-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** The ports on this machine that the host prints beside its address. */
const otherPorts = (host: HostProcess): string[] =>
  [...host.output().matchAll(/^(?:Step Functions|DynamoDB|This machine) +http:\/\/127\.0\.0\.1:(\d+)/gm)].map(
    ([, port = '']) => port,
  );

const FIVE = [1, 2, 3, 4, 5];

describe.skipIf(why !== undefined)(
  `counters on another machine${why === undefined ? '' : ` (skipped: ${why})`}`,
  () => {
    it('five at once upload, file and check certificates by TLS, and have no way to /dev/*', async () => {
      const dataDir = folder();
      const host = await startProcess(dataDir, { HOST, DEV_PORT: '0' });
      try {
        const fingerprint = /Certificate +SHA-256 (\S+),/.exec(host.output())?.[1] ?? '';
        const [clerk, reviewer] = await tokens(dataDir);
        const ports = otherPorts(host);
        expect(ports).toHaveLength(3);
        const found = await Promise.all(
          FIVE.map((n) => counter(host.url, fingerprint, clerk, reviewer, String(n), ...ports)),
        );
        expect(host.url).toMatch(/^https:\/\/10\.213\.77\.1:\d+$/);
        for (const one of found) {
          expect(one).toMatchObject({
            dev: [404],
            open: [],
            uploaded: 200,
            fetched: true,
            checked: [200, 'ACTIVE', true],
          });
          expect(one.uploadUrl.startsWith(`${host.url}/documents/`)).toBe(true);
          expect(one.checkUrl.startsWith(`${host.url}/certificates/`)).toBe(true);
        }
        expect(new Set(found.map(({ entityId }) => entityId)).size).toBe(FIVE.length);
      } finally {
        await host.kill('SIGTERM');
      }
    });

    it('reach it through a proxy on its machine, which says nothing of whom it asks for', async () => {
      const dataDir = folder();
      let target = '';
      const proxy = silentProxy(() => target);
      proxy.listen(0, HOST);
      await once(proxy, 'listening');
      const base = `http://${HOST}:${(proxy.address() as AddressInfo).port}`;
      const host = await startProcess(dataDir, { PUBLIC_URL: `${base}/registry` });
      try {
        target = /Listens at +(\S+)/.exec(host.output())?.[1] ?? '';
        const [clerk, reviewer] = await tokens(dataDir);
        const found = await counter(host.url, '', clerk, reviewer, '7', new URL(target).port);
        expect(host.url).toBe(`${base}/registry`);
        expect(found).toMatchObject({
          dev: [404],
          open: [],
          uploaded: 200,
          fetched: true,
          checked: [200, 'ACTIVE', true],
        });
        expect(found.uploadUrl.startsWith(`${base}/registry/documents/`)).toBe(true);
        expect(found.checkUrl.startsWith(`${base}/registry/certificates/`)).toBe(true);
      } finally {
        await host.kill('SIGTERM');
        proxy.closeAllConnections();
        proxy.close();
      }
    });

    it('do not reach a host that was not told to answer them', async () => {
      const host = await startProcess(folder());
      try {
        await expect(counter(host.url.replace('127.0.0.1', HOST), '', 'none', 'none', '1')).rejects.toThrow(
          'ECONNREFUSED',
        );
      } finally {
        await host.kill('SIGTERM');
      }
    });
  },
);

/** As nginx by itself: it takes the public path off, calls the host by the host's own address, and adds no header. */
const silentProxy = (target: () => string): Server =>
  createServer((incoming, outgoing) => {
    const path = (incoming.url ?? '/').replace(/^\/registry/, '');
    const headers = { ...incoming.headers, host: new URL(target()).host };
    const onward = request(`${target()}${path}`, { method: incoming.method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });

import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, describe, expect, it } from 'vitest';
import { madeCertificate } from '../../infra/local/certificate.ts';
import { DATA_VERSION } from '../../infra/local/data-version.ts';
import { startEngine } from '../../infra/local/dynamodb/engine.ts';
import { mark } from '../../infra/local/story/marker.ts';
import { launch, printed, runToEnd, startProcess } from '../kit/process.ts';
import { until } from '../kit/until.ts';

const root = mkdtempSync(join(tmpdir(), 'start-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const folder = (name: string): string => join(root, name);

/** A file stands where the folder should be. */
const FILE = folder('file');
writeFileSync(FILE, '');

/** A later release has worked here. */
const OF_LATER = folder('of-later');
mkdirSync(OF_LATER);
writeFileSync(join(OF_LATER, 'data-version'), String(DATA_VERSION + 1));

/** Somebody's own files, and what is kept as it was made. */
const [FOREIGN, BACKUP] = [folder('foreign'), folder('backup')];
for (const [path, names] of [
  [FOREIGN, ['letter.txt']],
  [BACKUP, ['registry.sqlite', 'backup.json']],
] as const) {
  mkdirSync(path);
  for (const name of names) writeFileSync(join(path, name), '', { mode: 0o644 });
}

/** A certificate for another address of this machine, which a host is given. */
const FILES = { cert: join(root, 'tls-certificate.pem'), key: join(root, 'tls-key.pem') };
madeCertificate(root, ['127.0.0.2'], new Date());

/** One line, no stack. */
const oneLine = (output: string): boolean => output.trim().split('\n').length === 1;

/** Numbers of the processes that name a folder: its DynamoDB engine. */
const engineOf = (name: string): string => spawnSync('pgrep', ['-f', folder(name)], { encoding: 'utf8' }).stdout.trim();

describe('a start that cannot be', () => {
  it.each(['PORT', 'STEP_FUNCTIONS_PORT'])('says in one line which port is taken: %s', async (variable) => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { code, output } = await runToEnd(folder(`taken-${variable}`), { [variable]: String(port) });
    server.close();
    expect([code, oneLine(output)], output).toEqual([1, true]);
    expect(output).toMatch(new RegExp(`port ${port} is taken: .* set ${variable} to another`));
  });

  it.each([
    [{ PORT: 'abc' }, [], 'PORT=abc is not a port'],
    [{}, ['--no-storey'], '--no-story'],
    [{ DYNAMODB_ENDPOINT: 'localhost' }, [], 'DYNAMODB_ENDPOINT=localhost is no address'],
    [{ DYNAMODB_ENDPOINT: 'http://127.0.0.1:9' }, [], 'nothing answers at DYNAMODB_ENDPOINT'],
    [{ DATA_DIR: FILE }, [], `${FILE} cannot be written`],
    [{ DATA_DIR: '/proc/nothing/here' }, [], '/proc/nothing cannot be written'],
    [{ DATA_DIR: FOREIGN }, [], `${FOREIGN} has other files in it`],
    [{ DATA_DIR: BACKUP }, [], `${BACKUP} is a backup`],
    [{ DATA_DIR: OF_LATER }, [], `a later release has worked on ${OF_LATER}`],
    [
      { HOST: '192.0.2.254', TLS_CERT: FILES.cert, TLS_KEY: FILES.key },
      [],
      '192.0.2.254 is no address of this machine',
    ],
  ])('says in one line what is wrong with %j %j', async (environment, args, text) => {
    const { code, output } = await runToEnd(folder('wrong'), environment, args);
    expect([code, oneLine(output)], output).toEqual([1, true]);
    expect(output).toContain(text);
    expect([OF_LATER, FOREIGN, BACKUP].map((path) => readdirSync(path))).toEqual([
      ['data-version'],
      ['letter.txt'],
      ['backup.json', 'registry.sqlite'],
    ]);
    expect(openToOthers(join(FOREIGN, 'letter.txt'))).toBe(0o044);
  });

  it.each([
    ['an old Node', "Object.defineProperty(process.versions, 'node', { value: '20.20.2' })", 'Node 20.20.2 is too old'],
    [
      'no engine for the platform',
      "Object.defineProperty(process, 'arch', { value: 'riscv64' })",
      'set DYNAMODB_ENDPOINT',
    ],
  ])('says in one line what to do with %s', (_name, pretence, text) => {
    const start = JSON.stringify(new URL('../../infra/local/start.mjs', import.meta.url).href);
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', `${pretence}; await import(${start})`],
      {
        encoding: 'utf8',
        env: { ...process.env, PORT: '0', STEP_FUNCTIONS_PORT: '0', DATA_DIR: folder('pretence') },
      },
    );
    expect([status, oneLine(stderr)], stderr).toEqual([1, true]);
    expect(stderr).toContain(text);
  });

  it('says in one line that another host has the data', async () => {
    const first = await startProcess(folder('shared'));
    const { code, output } = await runToEnd(folder('shared'));
    expect([code, oneLine(output)], output).toEqual([1, true]);
    expect(output).toContain('another host runs on this data folder');
    await first.kill('SIGTERM');
  });
});

/** What a file or folder may be for others than its owner. */
const openToOthers = (path: string): number => statSync(path).mode & 0o077;

it('tells with --help of every variable that the README does, and starts nothing', async () => {
  const { code, output } = await runToEnd(folder('help'), {}, ['--help']);
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const table = readme.split('| Variable | Means | Default |')[1]?.split('\n\n')[0] ?? '';
  const variables = [...table.matchAll(/`([A-Z_]+)`(?=[,| ])/g)].map(([, name = '']) => name);
  expect(variables).toContain('DATA_DIR');
  expect([code, variables.filter((name) => !output.includes(name))]).toEqual([0, []]);
  expect(existsSync(folder('help'))).toBe(false);
});

it('stops where its folder was taken away, though another is in its place', async () => {
  const [dataDir, away] = [folder('moved'), folder('away')];
  const host = await startProcess(dataDir);
  renameSync(dataDir, away);
  mkdirSync(dataDir);
  expect(await once(host.child, 'exit')).toEqual([1, null]);
  expect(host.output()).toContain('was taken away or replaced');
  expect(readdirSync(dataDir)).toEqual([]);
  // What was acknowledged is where the folder is now.
  const again = await startProcess(away);
  expect(await again.kill('SIGTERM')).toBe(0);
});

describe('a start that serves', () => {
  it('keeps what it holds from every other user of the machine, also where an earlier release did not', async () => {
    const dataDir = folder('private');
    mkdirSync(dataDir, { mode: 0o755 });
    writeFileSync(join(dataDir, 'registry.sqlite'), '', { mode: 0o644 });
    const host = await startProcess(dataDir);
    const names = readdirSync(dataDir);
    expect(names).toEqual(expect.arrayContaining(['registry.sqlite', 'step-functions.sqlite', 'tokens.sh']));
    expect(names.filter((name) => openToOthers(join(dataDir, name)) !== 0)).toEqual([]);
    await host.kill('SIGTERM');
  });

  it('writes its address and the tokens where a shell reads them', async () => {
    const dataDir = folder('with spaces 数据');
    const host = await startProcess(dataDir);
    const told = spawnSync('sh', ['-c', '. "$0/tokens.sh" && echo "$BASE $CLERK_TOKEN"', dataDir], {
      encoding: 'utf8',
    });
    const [base, token] = told.stdout.trim().split(' ');
    expect(base).toBe(host.url);
    const headers = { Authorization: `Bearer ${token}` };
    expect((await fetch(`${base}/v1/filings?limit=3`, { headers })).status).toBe(200);
    expect(host.output()).toContain('AWS_DEFAULT_REGION=');
    await host.kill('SIGTERM');
  });

  it('ends all it started on SIGINT', async () => {
    const host = await startProcess(folder('interrupted'));
    expect(engineOf('interrupted')).not.toBe('');
    expect(await host.kill('SIGINT')).toBe(0);
    expect(engineOf('interrupted')).toBe('');
    await expect(fetch(`${host.url}/health`)).rejects.toThrow();
  });

  it('ends in order on the Ctrl-C of a terminal, which reaches everything that runs there', async () => {
    const host = launch(folder('terminal'), {}, [], true);
    await printed(host, 'trade T1');
    const told = host.output().length;
    const ended = once(host.child, 'exit');
    process.kill(-(host.child.pid ?? 0), 'SIGINT');
    expect(await ended).toEqual([0, null]);
    expect(host.output().slice(told)).toBe('');
    expect(engineOf('terminal')).toBe('');
  });

  it('leaves no engine behind, though it is ended before it serves', async () => {
    const host = launch(folder('early'));
    await until('the engine to run', () => engineOf('early') !== '' || undefined, { everyMs: 5 });
    await host.kill('SIGTERM');
    expect(host.output()).toBe('');
    expect(engineOf('early')).toBe('');
  });

  it('is where HOST says, with the certificate that it was given, and tells its fingerprint', async () => {
    const given = { HOST: '127.0.0.2', TLS_CERT: FILES.cert, TLS_KEY: FILES.key };
    const host = await startProcess(folder('told'), given);
    expect(host.url).toMatch(/^https:\/\/127\.0\.0\.2:\d+$/);
    const [answer, fingerprint] = await new Promise<[IncomingMessage, string]>((resolve, reject) => {
      get(`${host.url}/health`, { ca: readFileSync(FILES.cert) }, (response) => {
        const { fingerprint256 } = (response.socket as TLSSocket).getPeerCertificate();
        resolve([response.resume(), fingerprint256]);
      }).on('error', reject);
    });
    expect(answer.statusCode).toBe(200);
    expect(host.output()).toContain(`SHA-256 ${fingerprint}`);
    // Its own programs reach it in the clear, on the loopback.
    const own = /This machine +(\S+)/.exec(host.output())?.[1] ?? '';
    expect((await fetch(`${own}/health`)).status).toBe(200);
    expect(host.output()).not.toContain('Warning');
    await host.kill('SIGTERM');
  });

  it('warns where others reach it and everybody knows the pass phrases of its demo people', async () => {
    const dataDir = folder('demo');
    mkdirSync(join(dataDir, 'secrets'), { recursive: true, mode: 0o700 });
    mark(dataDir, { state: 'told', startedAt: '2026-03-17T01:30:00.000Z' });
    const host = await startProcess(dataDir, { PUBLIC_URL: 'https://registry.example.cn' });
    await until('the warning', () => host.output().includes('Warning: other machines reach this host') || undefined);
    await host.kill('SIGTERM');
  });

  it('uses a DynamoDB endpoint that is given', async () => {
    const engine = await startEngine();
    const host = await startProcess(folder('given'), { DYNAMODB_ENDPOINT: engine.endpoint });
    expect(host.output()).toContain(engine.endpoint);
    expect((await fetch(`${host.url}/health`)).status).toBe(200);
    await host.kill('SIGTERM');
    await engine.close();
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A DynamoDB endpoint, and how to end it. */
export interface Engine {
  readonly endpoint: string;
  /** Settles when the engine ends. */
  readonly exit: Promise<unknown>;
  close(): Promise<void>;
}

/** Raised where the npm package of the native engine does not exist for this platform. */
export class NoEngine extends Error {
  override readonly name = 'NoEngine';
}

/** What a host comes to whose engine ended by itself. */
export class EngineEnded extends Error {
  override readonly name = 'EngineEnded';

  constructor() {
    super('the DynamoDB engine ended, the host stops with it; what was committed is kept');
  }
}

/** Raised where the engine ends or does not answer at its start; its message holds what the engine said. */
export class EngineFailed extends Error {
  override readonly name = 'EngineFailed';
}

/**
 * Starts the native DynamoDB engine on a free port.
 *
 * @param file the SQLite file that holds the tables; undefined keeps them in memory
 * @throws NoEngine where no engine is installed for this platform
 * @throws EngineFailed
 */
export async function startEngine(file?: string): Promise<Engine> {
  if (file !== undefined) await endLeftover(file);
  const port = await freePort();
  const child = spawn(binary(), ['--port', String(port), ...(file === undefined ? [] : ['--db-path', file])], {
    stdio: ['ignore', 'ignore', 'pipe'],
    // The Ctrl-C of a terminal is for the host, which ends what it has in hand first and the engine last.
    detached: file !== undefined,
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2000);
  });
  child.once('error', (error) => {
    complaint = error.message;
  });
  // Noted at once: a host that is killed before the engine answers leaves it running too.
  if (file !== undefined) writeFileSync(pidFile(file), `${child.pid ?? 0} ${process.pid}`);
  const endWithHost = (): boolean => child.kill('SIGKILL');
  process.once('exit', endWithHost);
  const exit = new Promise((resolve) => child.once('exit', resolve));
  void exit.then(() => process.off('exit', endWithHost));
  const endpoint = `http://127.0.0.1:${port}`;
  await ready(child, endpoint, () => `${complaint.trim()}${file === undefined ? '' : roomFor(file)}`);
  return { endpoint, exit, close: () => stopped(child) };
}

/** An engine that somebody else started and will end. */
export const givenEngine = (endpoint: string): Engine => ({
  endpoint,
  exit: new Promise(() => {}),
  close: async () => {},
});

/** [designed] An engine that is well answers within milliseconds; one that is busy with a large scan, within a second. */
const ANSWER_MILLISECONDS = 2000;

/** Whether an engine is there to answer. */
export const answers = (endpoint: string): Promise<boolean> =>
  fetch(endpoint, { signal: AbortSignal.timeout(ANSWER_MILLISECONDS) }).then(
    async (answer) => {
      await answer.body?.cancel();
      return true;
    },
    () => false,
  );

const pidFile = (file: string): string => `${file}.pid`;

/** The engine that was last started on a file, and whose child it was, which an earlier release did not note. */
function noted(file: string): { pid: number; owner: number | undefined } | undefined {
  if (!existsSync(pidFile(file))) return undefined;
  const [pid = 0, owner] = readFileSync(pidFile(file), 'utf8').split(' ').map(Number);
  return { pid, owner };
}

/**
 * Whether an engine has the file open for somebody; a second one would not see what the first has cached. One whose host or
 * command was killed is nobody's, and `startEngine` ends it.
 */
export function isServed(file: string): boolean {
  const engine = noted(file);
  if (!engine || !isEngineOf(engine.pid, file)) return false;
  return engine.owner === undefined || parentOf(engine.pid) === engine.owner;
}

/** A host that was killed leaves its engine running; two engines on one file would each believe their own cache. */
async function endLeftover(file: string): Promise<void> {
  const engine = noted(file);
  if (!engine) return;
  for (let waited = 0; isEngineOf(engine.pid, file); waited += 25) {
    if (waited === 0) process.kill(engine.pid, 'SIGTERM');
    if (waited === 3000) process.kill(engine.pid, 'SIGKILL');
    await delay(25);
  }
  rmSync(pidFile(file), { force: true });
}

/** The process whose child another is now: a child that outlives its parent gets another. Undefined where it has ended. */
function parentOf(pid: number): number | undefined {
  try {
    return Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return undefined;
  }
}

/** A process of the number may be any by now: an engine names its file. */
function isEngineOf(pid: number, file: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(file);
  } catch {
    return false;
  }
}

function binary(): string {
  const name = `@dynoxide/${process.platform}-${process.arch}`;
  try {
    return createRequire(import.meta.url).resolve(`${name}/dynoxide`);
  } catch (error) {
    throw new NoEngine(
      `no embedded DynamoDB engine for ${process.platform}-${process.arch} (npm package ${name}): ` +
        'set DYNAMODB_ENDPOINT to a DynamoDB endpoint, e.g. http://127.0.0.1:8000 of DynamoDB Local',
      { cause: error },
    );
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no TCP port to be had');
  return address.port;
}

/** [designed] Less room than this is none: the engine's log of writes grows by as much before it is folded in. */
const ROOM_BYTES = 4 * 1024 * 1024;

/** The engine calls a full disk an I/O error. */
function roomFor(file: string): string {
  const { bavail, bsize } = statfsSync(dirname(file));
  return bavail * bsize < ROOM_BYTES ? `; the disk is full: make room on that of ${dirname(file)}` : '';
}

async function ready(child: ChildProcess, endpoint: string, complaint: () => string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (child.exitCode !== null || child.pid === undefined)
      throw new EngineFailed(`the DynamoDB engine stopped at its start: ${complaint()}`);
    const answer = await fetch(endpoint).catch(() => undefined);
    if (answer?.ok) return;
    await delay(25);
  }
  child.kill('SIGKILL');
  throw new EngineFailed(`the DynamoDB engine did not answer at ${endpoint}: ${complaint()}`);
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
  await exit;
  clearTimeout(timer);
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { until } from './until.ts';

/** `npm start` as a process of its own, to be stopped as rudely as a test likes. */
export interface HostProcess {
  readonly child: ChildProcess;
  readonly url: string;
  output(): string;
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

type Launched = Omit<HostProcess, 'url'>;

const START = fileURLToPath(new URL('../../infra/local/start.mjs', import.meta.url));

/** Starts it and waits until it serves. */
export async function startProcess(
  dataDir: string,
  environment: Record<string, string> = {},
  args: string[] = ['--no-story'],
): Promise<HostProcess> {
  const running = launch(dataDir, environment, args);
  await printed(running, 'Ctrl-C');
  return { ...running, url: /HTTP API +(\S+)/.exec(running.output())?.[1] ?? '' };
}

/** @throws Error when it ends without having printed the text, or prints it not at all */
export async function printed({ child, output }: Launched, text: string): Promise<void> {
  const isPrinted = (): true | undefined => {
    if (output().includes(text)) return true;
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the host ended: ${output()}`);
    return undefined;
  };
  await until(`the host to print “${text}”`, isPrinted, { everyMs: 5 });
}

/** Starts it and waits until it ends by itself. */
export async function runToEnd(
  dataDir: string,
  environment: Record<string, string> = {},
  args: string[] = ['--no-story'],
): Promise<{ code: number | null; output: string }> {
  const { child, output } = launch(dataDir, environment, args);
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, output: output() };
}

/**
 * Starts it, and does not wait.
 *
 * @param detached in a process group of its own, as a terminal's foreground job
 */
export function launch(
  dataDir: string,
  environment: Record<string, string> = {},
  args: string[] = [],
  detached = false,
): Launched {
  const { AWS_ENDPOINT_URL: _dead, ...inherited } = process.env;
  const child = spawn(process.execPath, [START, ...args], {
    env: {
      ...inherited,
      PORT: '0',
      STEP_FUNCTIONS_PORT: '0',
      DATA_DIR: dataDir,
      POWERTOOLS_LOG_LEVEL: 'SILENT',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached,
  });
  let text = '';
  const collect = (chunk: Buffer): void => {
    text += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  return {
    child,
    output: () => text,
    async kill(signal) {
      const ended = once(child, 'exit');
      child.kill(signal);
      const [code] = (await ended) as [number | null];
      return code;
    },
  };
}

/** Where `start.mjs` has sources compiled: a command finds there what a host has loaded. */
export const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url));

/** A command with an environment and arguments; its exit code and all that it printed. */
async function ran(
  command: string,
  environment: Record<string, string>,
  args: readonly string[] = [],
): Promise<{ code: number | null; output: string }> {
  const file = fileURLToPath(new URL(`../../infra/commands/${command}/main.ts`, import.meta.url));
  // Nothing is inherited: a host in this process has set the names and endpoints that the command goes by.
  const child = spawn(process.execPath, [file, ...args], {
    env: { NODE_COMPILE_CACHE: COMPILED, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

/** `npm run -s audit`. */
export const auditOf = (environment: Record<string, string>) => ran('audit', environment);

/** `npm run -s replay`. */
export const replayOf = (environment: Record<string, string>, ...args: string[]) => ran('replay', environment, args);

/** `npm run -s token`. */
export const tokenCommand = (environment: Record<string, string>, ...args: string[]) => ran('token', environment, args);

/** `npm run -s load`. */
export const loadCommand = (environment: Record<string, string>, ...args: string[]) => ran('load', environment, args);

/** `npm run -s accounts`. */
export const accountsCommand = (environment: Record<string, string>, ...args: string[]) =>
  ran('accounts', environment, args);

/** `npm run -s story`. */
export const storyOf = (environment: Record<string, string>, ...args: string[]) => ran('story', environment, args);

/** `npm run -s backup`, of the folder `DATA_DIR`. */
export const backupOf = (DATA_DIR: string, into: string, environment: Record<string, string> = {}) =>
  ran('backup', { DATA_DIR, ...environment }, [into]);

/** `npm run -s restore`, into the folder `DATA_DIR`. */
export const restoreOf = (DATA_DIR: string, from: string) => ran('restore', { DATA_DIR }, [from]);

/** `npm run -s reconcile`, of the folder `DATA_DIR`. */
export const reconcileOf = (DATA_DIR: string, ...args: string[]) => ran('reconcile', { DATA_DIR }, args);

import { fileURLToPath, pathToFileURL } from 'node:url';
import { others } from '../../../functions/shared/kernel/turns.ts';
import type { Runtime } from '../../../functions/shared/runtime.ts';
import type { FunctionSpec } from '../../manifest/model.ts';
import { FunctionError, timedOut } from './errors.ts';
import { type Threads, threads } from './threads.ts';

export type Handler = (event: unknown, context: unknown) => Promise<unknown>;

/** The functions of the manifest, called as Lambda calls them: JSON in, JSON out, a timeout, errors by their type. */
export interface LocalFunctions {
  /**
   * Loads every function once; before that none can be called.
   *
   * @param built handlers that need more of the host than a runtime, by function name
   */
  load(runtime: Runtime, built: Readonly<Record<string, Handler>>): Promise<void>;
  /** @throws FunctionError */
  invoke(name: string, payload: unknown): Promise<unknown>;
  close(): Promise<void>;
}

/** Lambda's limit for a synchronous payload, either way. */
const PAYLOAD_BYTES = 6 * 1024 * 1024;

/** Characters of a payload that take milliseconds to write, to read and to handle: others have their turn in between. */
const LARGE = 256 * 1024;

const ROOT = new URL('../../../', import.meta.url);

export function localFunctions(
  specs: Readonly<Record<string, FunctionSpec>>,
  clock: SharedArrayBuffer,
): LocalFunctions {
  const pool = threads(clock);
  const handlers = new Map<string, Handler>();
  return {
    async load(runtime, built) {
      const loading = Object.entries(specs).map(async ([name, spec]) => {
        handlers.set(name, built[name] ?? (await load(name, spec, runtime, pool)));
      });
      await Promise.all(loading);
    },
    async invoke(name, payload) {
      const handler = handlers.get(name);
      const spec = specs[name];
      if (!handler || !spec) throw new FunctionError('Lambda.ResourceNotFoundException', `no function ${name}`);
      const text = limited(JSON.stringify(payload ?? null), name);
      if (text.length > LARGE) await others();
      const event: unknown = JSON.parse(text);
      if (text.length > LARGE) await others();
      const call = settled(handler, event, lambdaContext(name, spec));
      // A thread's own clock begins when it begins.
      const result = await (spec.computes ? call : within(call, name, spec.timeoutSeconds));
      const answer = limited(JSON.stringify(result ?? null), name);
      if (answer.length > LARGE) await others();
      return JSON.parse(answer);
    },
    close: () => pool.close(),
  };
}

async function load(name: string, spec: FunctionSpec, runtime: Runtime, pool: Threads): Promise<Handler> {
  const url = pathToFileURL(fileURLToPath(new URL(spec.entry, ROOT))).href;
  if (spec.computes) {
    return async (event) => JSON.parse(await pool.run(name, url, JSON.stringify(event), spec.timeoutSeconds));
  }
  const { build } = (await import(url)) as { build: (runtime: Runtime) => Handler };
  return build(runtime);
}

async function settled(handler: Handler, event: unknown, context: unknown): Promise<unknown> {
  try {
    return await handler(event, context);
  } catch (error) {
    if (error instanceof FunctionError) throw error;
    if (error instanceof Error) throw new FunctionError(error.name, error.message, { cause: error });
    throw new FunctionError('Error', String(error));
  }
}

async function within<T>(work: Promise<T>, name: string, seconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(timedOut(name, seconds)), seconds * 1000);
  });
  try {
    return await Promise.race([work, expiry]);
  } finally {
    clearTimeout(timer);
  }
}

function limited(text: string, name: string): string {
  if (Buffer.byteLength(text) <= PAYLOAD_BYTES) return text;
  throw new FunctionError('Function.PayloadTooLarge', `${name}: a payload is over 6 MiB`);
}

function lambdaContext(name: string, spec: FunctionSpec) {
  const deadline = performance.now() + spec.timeoutSeconds * 1000;
  return {
    functionName: name,
    memoryLimitInMB: String(spec.memoryMb),
    awsRequestId: crypto.randomUUID(),
    getRemainingTimeInMillis: () => Math.max(0, deadline - performance.now()),
  };
}

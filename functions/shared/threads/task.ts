import { parentPort, Worker, workerData } from 'node:worker_threads';
import { Problem, type ProblemCode } from '../http/problem.ts';
import { type Finding, factOf, type Said, says } from '../kernel/finding.ts';
import { JobTimedOut, PoolBusy, ThreadEnded, threadPool } from './pool.ts';

/** What computes too long for the thread that answers everybody, declared in a module of its own by `onThread`. */

/** [designed] Each waiting job holds its input, a file of 4 MB at most. */
const QUEUE = 64;

/** [designed] A client has waited long enough by then to be told to come again. */
const WAIT_MILLISECONDS = 5000;

/** [designed] Of one thread's memory: a file that needs more ends its thread, and not the process. */
const HEAP_MB = 512;

/** The process's one pool, shared by all of its tasks. */
const pool = threadPool({ queue: QUEUE, waitMilliseconds: WAIT_MILLISECONDS });

/** What a thread of the pool is given; other threads that load this file are given something else. */
interface Station {
  readonly taskModule: string;
}

interface Call {
  readonly task: string;
  readonly input: unknown;
}

type Outcome =
  | { readonly result: unknown }
  | { readonly problem: { readonly code: ProblemCode; readonly said: Said; readonly findings: readonly Finding[] } }
  | { readonly failure: { readonly name: string; readonly message: string; readonly stack: string | undefined } };

const tasks = new Map<string, (input: never) => unknown>();

/**
 * Declares work that is done in a thread of the process's pool, as many at a time as there are processors.
 *
 * A thread loads the module of its task again: from its source, or from the one file that a deployed function is bundled
 * into. So nothing but the declaration may happen when that module is loaded. Input and result are copied between threads.
 *
 * @param module the `import.meta.url` of the module that declares it
 * @param task a name that no other task of the same function has
 * @param seconds what it may take at most, far above what it should
 * @returns the work as its callers see it; it throws the work's own `Problem`s, Problem BUSY where too many ask at once, and
 *   Problem TOO_LARGE where it needs more memory than a thread has
 */
export function onThread<I, O>(
  module: string,
  task: string,
  seconds: number,
  work: (input: I) => O | Promise<O>,
): (input: I) => Promise<O> {
  tasks.set(task, work);
  const kind: Station = { taskModule: module };
  const start = (): Worker =>
    new Worker(new URL(module), { workerData: kind, resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } });
  return async (input) => {
    const message: Call = { task, input };
    const outcome = (await pool
      .run({ kind: module, start, message, milliseconds: seconds * 1000 })
      .catch(refused)) as Outcome;
    if ('problem' in outcome) {
      const { code, said, findings } = outcome.problem;
      throw new Problem(code, said, findings);
    }
    if ('failure' in outcome) throw Object.assign(new Error(outcome.failure.message), outcome.failure);
    return outcome.result as O;
  };
}

function refused(error: unknown): never {
  if (error instanceof PoolBusy || error instanceof JobTimedOut) {
    throw new Problem('BUSY', says('同时办理的人太多，计算任务已满，内容没有保存', '请几秒后重试'), [], {
      cause: error,
    });
  }
  if (error instanceof ThreadEnded && (error.cause as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY') {
    throw new Problem('TOO_LARGE', says('内容展开后过大，无法处理', '请分成几份'), [], { cause: error });
  }
  throw error;
}

async function outcomeOf({ task, input }: Call): Promise<Outcome> {
  try {
    const work = tasks.get(task);
    if (!work) throw new Error(`no task ${task} was declared`);
    return { result: await work(input as never) };
  } catch (error) {
    if (error instanceof Problem) {
      const { code, findings, remedy, transient } = error;
      const said = {
        fact: factOf(error),
        ...(remedy === undefined ? {} : { remedy }),
        ...(transient ? { transient } : {}),
      };
      return { problem: { code, said, findings } };
    }
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    return { failure: { name, message, stack } };
  }
}

const station: unknown = workerData;
if (parentPort && typeof station === 'object' && station !== null && 'taskModule' in station) {
  const port = parentPort;
  const { taskModule } = station as Station;
  port.on('message', (call: Call) => {
    // A module that awaits something while it is loaded may not have declared its tasks when the first call comes.
    void import(taskModule).then(() => outcomeOf(call)).then((outcome) => port.postMessage(outcome));
  });
}

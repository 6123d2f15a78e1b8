import { Worker } from 'node:worker_threads';
import {
  JobTimedOut,
  PoolBusy,
  type PoolOptions,
  ThreadEnded,
  threadPool,
} from '../../../functions/shared/threads/pool.ts';
import { FunctionError, timedOut } from './errors.ts';

type Outcome = { result: string } | { errorType: string; errorMessage: string };

/** Runs the steps that compute for long in threads, as many at a time as there are processors; threads are kept. */
export interface Threads {
  /** @param timeoutSeconds from when a thread begins with it: a call that waits for its turn is not yet running */
  run(functionName: string, entry: string, payload: string, timeoutSeconds: number): Promise<string>;
  close(): Promise<void>;
}

/**
 * [designed] How many calls wait, and how long: within a Task's own timeout. A call that is refused is tried again by its
 * workflow, as on AWS where functions are throttled.
 */
const WAITING = { queue: 1000, waitMilliseconds: 60_000 } as const;

export function threads(clock: SharedArrayBuffer, options: PoolOptions = WAITING): Threads {
  const pool = threadPool(options);
  return {
    async run(functionName, entry, payload, timeoutSeconds) {
      const outcome = (await pool
        .run({
          kind: entry,
          start: () => new Worker(new URL('./sandbox.ts', import.meta.url), { workerData: { entry, clock } }),
          message: payload,
          milliseconds: timeoutSeconds * 1000,
        })
        .catch((error: unknown) => {
          throw asFunctionError(error, functionName, timeoutSeconds);
        })) as Outcome;
      if ('errorType' in outcome) throw new FunctionError(outcome.errorType, outcome.errorMessage);
      return outcome.result;
    },
    close: () => pool.close(),
  };
}

function asFunctionError(error: unknown, functionName: string, timeoutSeconds: number): unknown {
  if (error instanceof JobTimedOut) return timedOut(functionName, timeoutSeconds);
  if (error instanceof PoolBusy) {
    return new FunctionError('Lambda.TooManyRequestsException', `${functionName}: ${error.message}`, { cause: error });
  }
  if (error instanceof ThreadEnded) {
    return new FunctionError('Runtime.ExitError', `${functionName}: ${(error.cause as Error).message}`, {
      cause: error,
    });
  }
  return error;
}

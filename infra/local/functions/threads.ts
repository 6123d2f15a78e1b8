import { Worker } from 'node:worker_threads';
import { FunctionError, timedOut } from './errors.ts';

type Outcome = { result: string } | { errorType: string; errorMessage: string };

/** Runs CPU-bound functions in threads of their own: one call a thread, threads kept for the next call. */
export interface Threads {
  run(functionName: string, entry: string, payload: string, timeoutSeconds: number): Promise<string>;
  close(): Promise<void>;
}

export function threads(clock: SharedArrayBuffer): Threads {
  const idle = new Map<string, Worker[]>();
  const all = new Set<Worker>();

  const take = (entry: string): Worker => {
    const kept = idle.get(entry)?.pop();
    if (kept) return kept;
    const worker = new Worker(new URL('./sandbox.ts', import.meta.url), { workerData: { entry, clock } });
    all.add(worker);
    worker.once('exit', () => all.delete(worker));
    return worker;
  };

  return {
    async run(functionName, entry, payload, timeoutSeconds) {
      const worker = take(entry);
      const outcome = await call(worker, functionName, payload, timeoutSeconds).catch(async (error: unknown) => {
        await worker.terminate();
        throw error;
      });
      idle.set(entry, [...(idle.get(entry) ?? []), worker]);
      if ('errorType' in outcome) throw new FunctionError(outcome.errorType, outcome.errorMessage);
      return outcome.result;
    },
    close: async () => {
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}

function call(worker: Worker, functionName: string, payload: string, timeoutSeconds: number): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(() => reject(timedOut(functionName, timeoutSeconds))), timeoutSeconds * 1000);
    const answered = (outcome: Outcome) => settle(() => resolve(outcome));
    const failed = (error: Error) => settle(() => reject(new FunctionError('Runtime.ExitError', error.message)));
    const exited = (code: number) => failed(new Error(`the function's thread ended with code ${code}`));
    function settle(finish: () => void): void {
      clearTimeout(timer);
      worker.off('message', answered).off('error', failed).off('exit', exited);
      finish();
    }
    worker.on('message', answered).on('error', failed).on('exit', exited);
    worker.postMessage(payload);
  });
}

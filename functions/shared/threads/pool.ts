import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';

/** Nobody could begin with a job in time: as many as may run are running, and as many as may wait are waiting. */
export class PoolBusy extends Error {
  override readonly name = 'PoolBusy';
}

/** A job ran longer than it may. Its thread was ended. */
export class JobTimedOut extends Error {
  override readonly name = 'JobTimedOut';
}

/** A thread ended, or could not start, before it answered; the cause says why where Node knows it. */
export class ThreadEnded extends Error {
  override readonly name = 'ThreadEnded';
}

/** One message to a thread, which answers it with one message. */
export interface Job {
  /** Jobs of one kind are done by threads of that kind, one at a time. */
  readonly kind: string;
  /** Starts a thread of the kind. */
  readonly start: () => Worker;
  readonly message: unknown;
  /** What the job may take from when a thread begins with it. */
  readonly milliseconds: number;
}

/** Threads of one process, so few that they do not crowd out the thread that answers everybody. */
export interface ThreadPool {
  /** @throws PoolBusy, JobTimedOut, ThreadEnded */
  run(job: Job): Promise<unknown>;
  /** Ends every thread; what runs or waits is rejected. */
  close(): Promise<void>;
}

export interface PoolOptions {
  /**
   * At most so many threads, idle ones of every kind included; and as many beside them that were told to end and have not
   * yet. As many as processors where it is not said.
   */
  readonly threads?: number;
  /** At most so many jobs wait, since each holds its message. */
  readonly queue: number;
  /** A job waits at most so long; without end where it is not said. */
  readonly waitMilliseconds?: number;
}

export function threadPool({ threads = availableParallelism(), queue, waitMilliseconds }: PoolOptions): ThreadPool {
  const idle = new Map<Worker, string>();
  const all = new Set<Worker>();
  /** Those of `all` that were told to end, and when each has. */
  const ending = new Map<Worker, Promise<unknown>>();
  const waiting = new Set<Waiting>();
  let running = 0;

  const turn = (): Promise<void> => {
    if (running < threads) {
      running += 1;
      return Promise.resolve();
    }
    if (waiting.size >= queue) return Promise.reject(new PoolBusy(`${queue} jobs are waiting already`));
    return new Promise((resolve, reject) => {
      const leave = (then: () => void) => () => {
        clearTimeout(timer);
        waiting.delete(one);
        then();
      };
      const giveUp = leave(() => reject(new PoolBusy('no thread became free in time')));
      const one: Waiting = { begin: leave(resolve), giveUp };
      const timer = waitMilliseconds === undefined ? undefined : setTimeout(giveUp, waitMilliseconds);
      waiting.add(one);
    });
  };

  /** The slot passes to whoever has waited longest. */
  const done = (): void => {
    const [next] = waiting;
    if (next) next.begin();
    else running -= 1;
  };

  /**
   * Native code hears of its thread's end only when it is done: nobody waits for that, unless as many threads as may run are
   * ending already.
   */
  const end = async (worker: Worker): Promise<void> => {
    ending.set(
      worker,
      worker.terminate().finally(() => ending.delete(worker)),
    );
    if (ending.size > threads) await Promise.race(ending.values());
  };

  const take = async ({ kind, start }: Job): Promise<Worker> => {
    const kept = [...idle].find(([, one]) => one === kind)?.[0];
    const [other] = idle.keys();
    if (kept) idle.delete(kept);
    else if (other && all.size - ending.size >= threads) {
      idle.delete(other);
      await other.terminate();
    }
    const worker = kept ?? start();
    if (!kept) {
      all.add(worker);
      worker.once('exit', () => {
        all.delete(worker);
        idle.delete(worker);
      });
    }
    worker.ref();
    return worker;
  };

  return {
    async run(job) {
      await turn();
      try {
        const worker = await take(job);
        const answer = await answerOf(worker, job).catch(async (error: unknown) => {
          await end(worker);
          throw error;
        });
        // A command whose work is done ends, whatever threads it has kept for more.
        worker.unref();
        idle.set(worker, job.kind);
        return answer;
      } finally {
        done();
      }
    },
    async close() {
      for (const { giveUp } of waiting) giveUp();
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}

interface Waiting {
  readonly begin: () => void;
  readonly giveUp: () => void;
}

function answerOf(worker: Worker, { message, milliseconds }: Job): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => settle(() => reject(new JobTimedOut(`the job was not done within ${milliseconds} ms`))),
      milliseconds,
    );
    const answered = (answer: unknown) => settle(() => resolve(answer));
    const failed = (cause: unknown) => settle(() => reject(new ThreadEnded('the thread failed', { cause })));
    const exited = (code: number) => failed(new Error(`the thread ended with code ${code}`));
    function settle(finish: () => void): void {
      clearTimeout(timer);
      worker.off('message', answered).off('messageerror', failed).off('error', failed).off('exit', exited);
      finish();
    }
    worker.on('message', answered).on('messageerror', failed).on('error', failed).on('exit', exited);
    try {
      worker.postMessage(message);
    } catch (error) {
      failed(error);
    }
  });
}

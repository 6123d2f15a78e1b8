import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Turns } from '../../turns.ts';
import type { Scope } from './compile.ts';
import { MAX_MILLISECONDS, tooLarge, tooLong } from './limits.ts';
import type { Reply, Request } from './thread.ts';

/** As many threads as processors; who comes when all are busy, waits. */
const turns = new Turns(availableParallelism());
const idle: Worker[] = [];
const NEVER = new AbortController().signal;

/**
 * Evaluates in a thread of its own, which is ended when the time is over, whatever it does. A thread is kept for the next.
 *
 * @returns the JSON text of the result; undefined of nothing
 * @throws Error with JSONata's code or what limit was exceeded
 */
export async function evaluateApart(source: string, { variables, states, now }: Scope): Promise<string | undefined> {
  const release = await turns.take(NEVER);
  try {
    const thread = idle.pop() ?? (await started());
    thread.ref();
    const reply = await ask(thread, { source, variables, states, now }).catch(async (fault: unknown) => {
      await thread.terminate();
      throw fault;
    });
    thread.unref();
    idle.push(thread);
    if ('failure' in reply) throw new Error(reply.failure);
    return reply.text;
  } finally {
    release();
  }
}

/** The time of an evaluation does not begin before its thread has. */
async function started(): Promise<Worker> {
  const thread = new Worker(new URL('./thread.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  });
  await once(thread, 'message');
  return thread;
}

function ask(thread: Worker, request: Request): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(() => reject(tooLong())), MAX_MILLISECONDS);
    const answered = (reply: Reply): void => settle(() => resolve(reply));
    // A thread ends by itself only when its memory is used up.
    const ended = (): void => settle(() => reject(tooLarge()));
    function settle(finish: () => void): void {
      clearTimeout(timer);
      thread.off('message', answered).off('error', ended).off('exit', ended);
      finish();
    }
    thread.on('message', answered).on('error', ended).on('exit', ended);
    thread.postMessage(request);
  });
}

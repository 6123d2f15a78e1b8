import { getHeapStatistics } from 'node:v8';
import { parentPort } from 'node:worker_threads';
import { type Compiled, compiler, type Scope } from './compile.ts';
import { tooLarge } from './limits.ts';

// Evaluates for evaluate-apart.ts, one expression after another. Whoever sent it ends the thread when its time is over.

export interface Request extends Scope {
  readonly source: string;
}

/** The JSON text of the result, none where there is no result; or why it failed. */
export type Reply = { readonly text?: string | undefined } | { readonly failure: string };

/** What all values of an evaluation may hold together; the thread itself may have twice as much. */
const MAX_HEAP_BYTES = 256 * 2 ** 20;

/** To look at the heap takes as long as many a step. */
const COST_BETWEEN_LOOKS = 1000;

const expressions = new Map<string, Compiled>();
let cost = 0;

function onStep(_evaluation: object, more: number): void {
  cost += more;
  if (cost < COST_BETWEEN_LOOKS) return;
  cost = 0;
  if (getHeapStatistics().used_heap_size > MAX_HEAP_BYTES) throw tooLarge();
}

const compile = compiler(onStep);

function compiled(source: string): Compiled {
  const known = expressions.get(source);
  if (known) return known;
  const expression = compile(source);
  expressions.set(source, expression);
  return expression;
}

async function reply({ source, ...scope }: Request): Promise<Reply> {
  try {
    return { text: await compiled(source).evaluate(scope) };
  } catch (fault) {
    return { failure: (fault as Error).message };
  }
}

parentPort?.on('message', (request: Request) => {
  void reply(request).then((answer) => parentPort?.postMessage(answer));
});
parentPort?.postMessage('ready');

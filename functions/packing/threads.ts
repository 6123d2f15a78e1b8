import { availableParallelism } from 'node:os';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { planLoad } from './load/plan.ts';
import type { LoadPlan, LoadRequest } from './model.ts';

/** The work of one planning thread. Other threads may load this file too, bundled with a function; their data is no job. */
interface Job {
  planning: LoadRequest;
  /** Milliseconds since 1970. */
  asked: number;
}

/**
 * Plans with two searches at once, on the two processors that the function has, each with choices of its own, and takes
 * the best of their plans: fewest left behind, then least cost. A budget in seconds is of the wall clock. With a budget in
 * completions, each search has all of it, and the plan is the same for the same number of threads.
 */
export async function planOnThreads(request: LoadRequest, threads = ownThreads()): Promise<LoadPlan> {
  const others = Array.from({ length: threads - 1 }, (_, i) =>
    planElsewhere({ ...request, variant: i + 1, seed: request.seed + i + 1 }),
  );
  const plans = await Promise.all([planHere(request), ...others]);
  const volumeOf = new Map(request.items.map((item) => [item.id, item.lengthMm * item.widthMm * item.heightMm]));
  const leftBehind = ({ unplaced }: LoadPlan): number =>
    unplaced.reduce((sum, { itemId, count }) => sum + count * volumeOf.get(itemId)!, 0);
  return plans.reduce((best, plan) =>
    (leftBehind(plan) - leftBehind(best) || plan.cost - best.cost) < 0 ? plan : best,
  );
}

/** A host of many processors plans as many loads at once, and their threads must not be the square of that number. */
const ownThreads = (): number => Math.min(availableParallelism(), 2);

/**
 * Plans in this thread. An error rejects the promise instead of being thrown, so that errors of other threads are heard too.
 */
async function planHere(request: LoadRequest): Promise<LoadPlan> {
  return planLoad(request, wallMs);
}

function planElsewhere(planning: LoadRequest): Promise<LoadPlan> {
  const job: Job = { planning, asked: epochMs() };
  const worker = new Worker(new URL(import.meta.url), { workerData: job });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve).once('error', reject);
    worker.once('exit', (code) => reject(new Error(`a planning thread ended with code ${code}`)));
  });
}

function wallMs(): number {
  return performance.now();
}

function epochMs(): number {
  return performance.timeOrigin + performance.now();
}

function answer(port: NonNullable<typeof parentPort>, { planning, asked }: Job): void {
  const { budget } = planning;
  // Whoever asked has waited while this thread started.
  const spent = (epochMs() - asked) / 1000;
  const left = 'seconds' in budget ? { seconds: Math.max(budget.seconds - spent, budget.seconds / 10) } : budget;
  port.postMessage(planLoad({ ...planning, budget: left }, wallMs));
}

const job: unknown = workerData;
if (parentPort && typeof job === 'object' && job !== null && 'planning' in job) answer(parentPort, job as Job);

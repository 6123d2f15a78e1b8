import { errorOutput, matches, StateError } from '../asl/error.ts';
import type { Json } from '../asl/json.ts';
import { retryDelay } from '../asl/retry.ts';
import type { MapState, ParallelState, TaskState } from '../asl/schema.ts';
import { forked } from '../history.ts';
import { within } from '../within.ts';
import type { Frame } from './frame.ts';
import { type Outcome, settle } from './outcome.ts';

/**
 * Runs the attempts of a state that may retry and catch.
 *
 * @throws StateError the error that neither a retrier nor a catcher takes
 */
export async function resilient(
  frame: Frame,
  state: TaskState | ParallelState | MapState,
  attempt: () => Promise<Json>,
): Promise<Outcome> {
  for (;;) {
    let isOver = false;
    try {
      await pauseEnds(frame);
      const result = await attempt();
      isOver = true;
      return await settle(frame, state, state.Next, result, { result });
    } catch (fault) {
      if (!(fault instanceof StateError)) throw fault;
      const error = fault.location === undefined ? fault : frame.noted(fault);
      const delay = nextDelay(frame, state, error);
      if (delay === undefined) {
        // Once, at the end: a failed attempt before it leaves no event of the fork.
        if (state.Type !== 'Task' && !isOver) frame.log(forked(state.Type, 'Failed'));
        return await caught(frame, state, error);
      }
      frame.begin({ kind: 'pause', until: frame.run.host.now().getTime() + delay * 1000 });
      frame.commit();
    }
  }
}

/** Waits out the pause before a retry, also one that began before a restart. */
async function pauseEnds(frame: Frame): Promise<void> {
  const { progress } = frame.position;
  if (progress?.kind !== 'pause') return;
  await within(frame.signal, (signal) => frame.run.host.alarms.at(progress.until, signal));
  frame.begin(undefined);
}

/** Counts the retry; undefined when there is to be none. */
function nextDelay(frame: Frame, state: Pick<TaskState, 'Retry'>, error: StateError): number | undefined {
  const index = state.Retry.findIndex((retrier) => matches(retrier.ErrorEquals, error));
  const retrier = state.Retry[index];
  if (!retrier) return undefined;
  const counts = state.Retry.map((_, at) => frame.position.retries[at] ?? 0);
  const delay = retryDelay(retrier, counts[index] ?? 0, Math.random());
  const retries = counts.map((count, at) => (at === index ? count + 1 : count));
  if (delay !== undefined) frame.position = { ...frame.position, retries };
  return delay;
}

async function caught(frame: Frame, state: Pick<TaskState, 'Catch'>, error: StateError): Promise<Outcome> {
  const catcher = state.Catch.find(({ ErrorEquals }) => matches(ErrorEquals, error));
  if (!catcher) throw error;
  const output = errorOutput(error);
  return settle(frame, catcher, catcher.Next, output, { errorOutput: output });
}

import { StateError } from '../asl/error.ts';
import type { Json } from '../asl/json.ts';
import type { ChoiceState, FailState, WaitState } from '../asl/schema.ts';
import { stateExited } from '../history.ts';
import { within } from '../within.ts';
import { runMap, runParallel } from './fork.ts';
import type { Frame } from './frame.ts';
import { type Outcome, settle } from './outcome.ts';
import { resilient } from './resilience.ts';
import { runTask } from './task.ts';

/**
 * Runs a sequence from where its frame stands to its end. The last events are not yet committed.
 *
 * @returns the output of the last state
 * @throws StateError the error that nothing caught
 */
export async function runSequence(frame: Frame): Promise<Json> {
  for (;;) {
    const { state } = frame;
    const { output, assigned, next } = await runState(frame);
    if (state.Type !== 'Fail') frame.log(stateExited(state.Type, frame.position.state, output, assigned));
    if (next === undefined) return output;
    frame.enter(next, output, { ...frame.position.variables, ...assigned });
  }
}

async function runState(frame: Frame): Promise<Outcome> {
  const { state } = frame;
  const { input } = frame.position;
  try {
    switch (state.Type) {
      case 'Task':
        return await resilient(frame, state, () => runTask(frame, state));
      case 'Parallel':
        return await resilient(frame, state, () => runParallel(frame, state, runSequence));
      case 'Map':
        return await resilient(frame, state, () => runMap(frame, state, runSequence));
      case 'Pass':
        return await settle(frame, state, state.Next, input);
      case 'Succeed':
        return await settle(frame, state, undefined, input);
      case 'Wait':
        await runWait(frame, state);
        return await settle(frame, state, state.Next, input);
      case 'Choice':
        return await runChoice(frame, state);
      default:
        return await runFail(frame, state);
    }
  } catch (fault) {
    throw fault instanceof StateError && fault.location !== undefined ? frame.noted(fault) : fault;
  }
}

async function runWait(frame: Frame, state: WaitState): Promise<void> {
  const { progress } = frame.position;
  const until = progress?.kind === 'pause' ? progress.until : await waitsUntil(frame, state);
  frame.begin({ kind: 'pause', until });
  frame.commit();
  await within(frame.signal, (signal) => frame.run.host.alarms.at(until, signal));
}

async function waitsUntil(frame: Frame, { Seconds, Timestamp }: WaitState): Promise<number> {
  const scope = frame.scope();
  if (Timestamp) return Timestamp(scope);
  return frame.position.enteredAt + ((await Seconds?.(scope)) ?? 0) * 1000;
}

/** The state's own Output and Assign belong to its Default. */
async function runChoice(frame: Frame, state: ChoiceState): Promise<Outcome> {
  const { input } = frame.position;
  for (const rule of state.Choices) {
    if (await rule.Condition(frame.scope())) return settle(frame, rule, rule.Next, input);
  }
  if (state.Default !== undefined) return settle(frame, state, state.Default, input);
  // The documentation names States.NoChoiceMatched; measured is this.
  const cause = 'Failed to transition out of the state. The state does not point to a next state.';
  throw frame.failure('States.Runtime', cause);
}

async function runFail(frame: Frame, state: FailState): Promise<never> {
  const scope = frame.scope();
  throw new StateError((await state.Error?.(scope)) ?? '', (await state.Cause?.(scope)) ?? '');
}

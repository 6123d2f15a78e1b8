import { limited, StateError } from '../asl/error.ts';
import type { Json } from '../asl/json.ts';
import type { TaskState } from '../asl/schema.ts';
import { taskFailed, taskScheduled, taskSucceeded } from '../history.ts';
import { never, within } from '../within.ts';
import type { Call, Frame } from './frame.ts';
import { perform } from './integrations.ts';

/**
 * Runs one attempt of a Task. What was in flight when the process ended is asked for again, with the same request; a task
 * token, once its request was taken, is only waited for.
 */
export async function runTask(frame: Frame, state: TaskState): Promise<Json> {
  const { progress } = frame.position;
  const call = progress?.kind === 'call' ? progress.call : await schedule(frame, state);
  const release = await turnOf(frame, state, call);
  try {
    const attempt = { frame, resource: state.Resource, call, release };
    const result = await within(frame.signal, (signal) =>
      Promise.race([perform({ ...attempt, signal }), timeout(frame, call, signal)]),
    );
    limited(result, `The result of the task '${frame.position.state}'`);
    frame.log(taskSucceeded(state.Resource, result));
    return result;
  } catch (fault) {
    if (fault instanceof StateError) frame.log(taskFailed(state.Resource, fault));
    throw fault;
  } finally {
    release();
    const { token } = call;
    if (token !== undefined) frame.also(() => frame.run.host.store.closeToken(token));
    frame.begin(undefined);
  }
}

async function schedule(frame: Frame, state: TaskState): Promise<Call> {
  const { host } = frame.run;
  const { Resource: resource } = state;
  const token = resource.kind === 'invoke' && resource.token ? host.tokens.create() : undefined;
  const scope = frame.scope({ token });
  const request = state.Arguments ? await state.Arguments(scope) : frame.position.input;
  const call: Call = {
    request: limited(request, `The request of the task '${frame.position.state}'`),
    timeoutSeconds: await state.TimeoutSeconds?.(scope),
    heartbeatSeconds: await state.HeartbeatSeconds?.(scope),
    scheduledAt: host.now().getTime(),
    token,
  };
  const limits = { timeoutInSeconds: call.timeoutSeconds, heartbeatInSeconds: call.heartbeatSeconds };
  frame.log(...taskScheduled(resource, request, limits));
  if (token !== undefined) frame.also(() => host.store.addToken(frame.run.id, token, call.scheduledAt));
  frame.begin({ kind: 'call', call });
  frame.commit();
  return call;
}

/** Waits until the function may be called; the time for it begins then. */
async function turnOf({ run, signal }: Frame, { Resource: { kind } }: TaskState, call: Call): Promise<() => void> {
  const calls = (kind === 'function' || kind === 'invoke') && !call.submitted;
  return calls ? within(signal, (own) => run.host.turns.take(own)) : () => {};
}

/** A request that is sent again after a restart has its whole time again; a Task that waits does not. */
async function timeout(frame: Frame, call: Call, signal: AbortSignal): Promise<never> {
  const { host } = frame.run;
  if (call.timeoutSeconds === undefined) return never();
  const from = call.token !== undefined || call.submitted ? call.scheduledAt : host.now().getTime();
  await host.alarms.at(from + call.timeoutSeconds * 1000, signal);
  throw new StateError('States.Timeout', '');
}

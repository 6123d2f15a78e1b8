import { randomUUID } from 'node:crypto';
import { executionArn, stateMachineArn } from '../arns.ts';
import { StateError } from '../asl/error.ts';
import { isObject, type Json, type JsonObject } from '../asl/json.ts';
import { functionNameOf, invokeFaults, type Resource } from '../asl/resource.ts';
import { ServiceError } from '../errors.ts';
import { taskSubmitted } from '../history.ts';
import type { ExecutionRow } from '../store.ts';
import { never } from '../within.ts';
import type { Call, Frame } from './frame.ts';

/** An attempt of a Task in progress. */
interface Attempt {
  readonly frame: Frame;
  readonly resource: Resource;
  readonly call: Call;
  /** Aborts when the attempt is over. */
  readonly signal: AbortSignal;
  /** Gives the turn to call a function to the next. */
  readonly release: () => void;
}

/**
 * Does what a Task's Resource asks for.
 *
 * @throws StateError
 */
export function perform(attempt: Attempt): Promise<Json> {
  const { resource, call } = attempt;
  switch (resource.kind) {
    case 'function':
      return invoke(attempt, resource.arn, call.request);
    case 'invoke':
      return call.token === undefined ? invokeByName(attempt, call.request) : awaitAnswer(attempt, call.token);
    case 'execution':
      return resource.sync ? awaitExecution(attempt) : startedNow(attempt);
    default:
      return callService(attempt);
  }
}

async function invoke({ frame, release }: Attempt, nameOrArn: string, payload: Json): Promise<Json> {
  try {
    const answer = await frame.run.host.invokeFunction(functionNameOf(nameOrArn), structuredClone(payload));
    return JSON.parse(JSON.stringify(answer ?? null)) as Json;
  } catch (fault) {
    throw functionError(fault);
  } finally {
    release();
  }
}

/** The name is the thrown error's, the Cause the JSON text that the Lambda runtime reports. */
function functionError(fault: unknown): StateError {
  const { name, message, stack } = (fault ?? {}) as Partial<Error>;
  if (!name) return new StateError('Lambda.Unknown', 'The function failed without an error.');
  const report = { errorType: name, errorMessage: message, trace: stack?.split('\n') ?? [] };
  return new StateError(name, JSON.stringify(report));
}

async function invokeByName(attempt: Attempt, request: Json): Promise<Json> {
  const [fault] = invokeFaults(request);
  if (fault !== undefined) throw new StateError('States.Runtime', `The Arguments of lambda:invoke ${fault}.`);
  const { FunctionName: name, Payload: payload = {} } = request as JsonObject;
  if (typeof name !== 'string') throw new StateError('States.Runtime', 'FunctionName must be a string.');
  return { ExecutedVersion: '$LATEST', Payload: await invoke(attempt, name, payload), StatusCode: 200 };
}

/** The token may be answered before the function that passed it on has returned. */
function awaitAnswer(attempt: Attempt, token: string): Promise<Json> {
  const { tokens } = attempt.frame.run.host;
  return Promise.race([
    tokens.answered(token, attempt.call.heartbeatSeconds, attempt.signal),
    attempt.call.submitted ? never() : submit(attempt),
  ]);
}

/** Sends the request of a Task that its token will end; only a failure to send ends the Task here. */
async function submit(attempt: Attempt): Promise<never> {
  const { frame, resource, call, signal } = attempt;
  const taken = await invokeByName(attempt, call.request);
  signal.throwIfAborted();
  frame.log(taskSubmitted(resource, taken));
  frame.begin({ kind: 'call', call: { ...call, submitted: {} } });
  frame.commit();
  return never();
}

const startedNow = async (attempt: Attempt): Promise<Json> => started(startExecution(attempt));

async function awaitExecution(attempt: Attempt): Promise<Json> {
  const ended = await attempt.frame.run.host.ended(startExecution(attempt), attempt.signal);
  const description = {
    ...started(ended),
    StateMachineArn: stateMachineArn(ended.machine),
    Name: ended.name,
    Status: ended.status,
    StopDate: ended.stoppedAt,
    Input: JSON.parse(ended.input) as Json,
  };
  if (ended.status === 'SUCCEEDED') return { ...description, Output: JSON.parse(ended.output ?? 'null') as Json };
  throw new StateError(
    'States.TaskFailed',
    JSON.stringify({ ...description, Error: ended.error ?? undefined, Cause: ended.cause ?? undefined }),
  );
}

/** Starts the execution in the transaction that notes it, so that a restart finds both or neither. */
function startExecution({ frame, resource, call }: Attempt): ExecutionRow {
  const { host } = frame.run;
  const known =
    call.submitted?.execution === undefined ? undefined : host.store.executionById(call.submitted.execution);
  if (known) return known;
  const {
    StateMachineArn: machineArn,
    Name: name = randomUUID(),
    Input: input = {},
  } = isObject(call.request) ? call.request : {};
  if (typeof machineArn !== 'string' || typeof name !== 'string') {
    throw new StateError('States.Runtime', 'StateMachineArn and Name of startExecution must be strings.');
  }
  const execution = host.store.transaction(() => {
    const added = addExecution(frame, machineArn, name, JSON.stringify(input));
    frame.begin({ kind: 'call', call: { ...call, submitted: { execution: added.id } } });
    if (resource.kind === 'execution' && resource.sync) frame.log(taskSubmitted(resource, started(added)));
    frame.commit();
    return added;
  });
  host.launch(execution);
  return execution;
}

function addExecution(frame: Frame, machineArn: string, name: string, input: string): ExecutionRow {
  try {
    return frame.run.host.addExecution(machineArn, name, input);
  } catch (fault) {
    if (fault instanceof ServiceError) throw new StateError(`StepFunctions.${fault.name}Exception`, fault.message);
    throw fault;
  }
}

const started = ({ machine, name, startedAt }: ExecutionRow) => ({
  ExecutionArn: executionArn(machine, name),
  StartDate: startedAt,
});

async function callService({ frame, resource, call }: Attempt): Promise<Json> {
  try {
    const answer = await frame.run.host.callService?.(
      `${resource.type}:${resource.operation}`,
      structuredClone(call.request),
    );
    return JSON.parse(JSON.stringify(answer ?? null)) as Json;
  } catch (fault) {
    const { name, message } = fault as Error;
    throw new StateError(name, message);
  }
}

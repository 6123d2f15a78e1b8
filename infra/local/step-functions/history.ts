import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { REGION } from './arns.ts';
import type { StateError } from './asl/error.ts';
import type { Json } from './asl/json.ts';
import type { Resource } from './asl/resource.ts';
import type { State } from './asl/schema.ts';

/** An event before it has its number and time. */
export type NewEvent = Omit<HistoryEvent, 'id' | 'timestamp'> & {
  /** The event after it does not follow it, but what it follows itself. */
  readonly isAside?: true;
};

const whole = { truncated: false };
const json = (value: Json): string => JSON.stringify(value);
const named = ({ error, reason }: StateError) => ({ error: error ?? undefined, cause: reason || undefined });

export const executionStarted = (input: string, roleArn: string): NewEvent => ({
  type: 'ExecutionStarted',
  executionStartedEventDetails: { input, inputDetails: whole, roleArn },
});

export const executionSucceeded = (output: string): NewEvent => ({
  type: 'ExecutionSucceeded',
  executionSucceededEventDetails: { output, outputDetails: whole },
});

export const executionEnded = (
  status: 'FAILED' | 'TIMED_OUT' | 'ABORTED',
  details: { error: string | undefined; cause: string | undefined },
): NewEvent => {
  if (status === 'FAILED') return { type: 'ExecutionFailed', executionFailedEventDetails: details };
  if (status === 'TIMED_OUT') return { type: 'ExecutionTimedOut', executionTimedOutEventDetails: details };
  return { type: 'ExecutionAborted', executionAbortedEventDetails: details };
};

export const executionRedriven = (redriveCount: number): NewEvent => ({
  type: 'ExecutionRedriven',
  executionRedrivenEventDetails: { redriveCount },
});

export const stateEntered = (type: State['Type'], name: string, input: Json): NewEvent => ({
  type: `${type}StateEntered`,
  stateEnteredEventDetails: { name, input: json(input), inputDetails: whole },
});

export const stateExited = (
  type: Exclude<State['Type'], 'Fail'>,
  name: string,
  output: Json,
  assigned: Readonly<Record<string, Json>>,
): NewEvent => ({
  type: `${type}StateExited`,
  stateExitedEventDetails: {
    name,
    output: json(output),
    outputDetails: whole,
    ...(Object.keys(assigned).length > 0 && {
      assignedVariables: Object.fromEntries(Object.entries(assigned).map(([key, value]) => [key, json(value)])),
      assignedVariablesDetails: whole,
    }),
  },
});

export const evaluationFailed = (state: string, error: StateError, location: string | undefined): NewEvent => ({
  type: 'EvaluationFailed',
  evaluationFailedEventDetails: { ...named(error), state, location },
});

/** The start of a Task: a bare function and an integration have events of their own. */
export function taskScheduled(
  resource: Resource,
  request: Json,
  limits: { timeoutInSeconds: number | undefined; heartbeatInSeconds: number | undefined },
): NewEvent[] {
  if (resource.kind === 'function') {
    const { timeoutInSeconds } = limits;
    const details = { resource: resource.arn, input: json(request), inputDetails: whole, timeoutInSeconds };
    return [
      { type: 'LambdaFunctionScheduled', lambdaFunctionScheduledEventDetails: details },
      { type: 'LambdaFunctionStarted' },
    ];
  }
  const details = { ...resourceOf(resource), region: REGION, parameters: json(request), ...limits };
  return [
    { type: 'TaskScheduled', taskScheduledEventDetails: details },
    { type: 'TaskStarted', taskStartedEventDetails: resourceOf(resource) },
  ];
}

/** The request was taken; the Task now waits for its token or its execution. */
export const taskSubmitted = (resource: Resource, output: Json): NewEvent => ({
  type: 'TaskSubmitted',
  taskSubmittedEventDetails: { ...resourceOf(resource), output: json(output), outputDetails: whole },
});

export function taskSucceeded(resource: Resource, result: Json): NewEvent {
  const output = { output: json(result), outputDetails: whole };
  return resource.kind === 'function'
    ? { type: 'LambdaFunctionSucceeded', lambdaFunctionSucceededEventDetails: output }
    : { type: 'TaskSucceeded', taskSucceededEventDetails: { ...resourceOf(resource), ...output } };
}

export function taskFailed(resource: Resource, error: StateError): NewEvent {
  const timedOut = error.name === 'States.Timeout';
  const details = named(error);
  if (resource.kind === 'function') {
    return timedOut
      ? { type: 'LambdaFunctionTimedOut', lambdaFunctionTimedOutEventDetails: details }
      : { type: 'LambdaFunctionFailed', lambdaFunctionFailedEventDetails: details };
  }
  const full = { ...resourceOf(resource), ...details };
  return timedOut
    ? { type: 'TaskTimedOut', taskTimedOutEventDetails: full }
    : { type: 'TaskFailed', taskFailedEventDetails: full };
}

export const mapStarted = (length: number): NewEvent => ({
  type: 'MapStateStarted',
  mapStateStartedEventDetails: { length },
});

export const iteration = (
  type: 'MapIterationStarted' | 'MapIterationSucceeded' | 'MapIterationFailed' | 'MapIterationAborted',
  name: string,
  index: number,
): NewEvent => {
  const details = { name, index };
  if (type === 'MapIterationStarted') return { type, mapIterationStartedEventDetails: details };
  if (type === 'MapIterationSucceeded') return { type, mapIterationSucceededEventDetails: details };
  return type === 'MapIterationFailed'
    ? { type, isAside: true, mapIterationFailedEventDetails: details }
    : { type, isAside: true, mapIterationAbortedEventDetails: details };
};

/** The end of a fork. */
export const forked = (type: 'Map' | 'Parallel', end: 'Succeeded' | 'Failed'): NewEvent =>
  end === 'Succeeded' ? { type: `${type}StateSucceeded`, isAside: true } : { type: `${type}StateFailed` };

/** A state that was cut off because another branch or iteration failed; none of a state that does not wait. */
export const stateAborted = (type: State['Type']): NewEvent[] =>
  type === 'Task' || type === 'Wait' || type === 'Map' || type === 'Parallel'
    ? [{ type: `${type}StateAborted`, isAside: true }]
    : [];

/** Whether the event is the failed end of an attempt of a Task. */
export const isTaskFailure = (type: NewEvent['type'] | undefined): boolean =>
  type !== undefined && /^(Task|LambdaFunction)(Failed|TimedOut)$/.test(type);

const resourceOf = ({ type, operation }: Resource) => ({ resourceType: type, resource: operation });

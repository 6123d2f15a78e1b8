import { isWithinLimit, type Json } from './json.ts';

/** An error of the States language: `name` is the Error that Retry and Catch match, `message` its Cause. */
export class StateError extends Error {
  override readonly name: string;
  /** The field whose expression failed, of a States.QueryEvaluationError. */
  readonly location: string | undefined;

  constructor(name: string, cause: string, location?: string) {
    super(cause);
    this.name = name;
    this.location = location;
  }
}

/** What `$states.errorOutput` holds. */
export const errorOutput = (error: StateError): Json => ({ Error: error.name, Cause: error.message });

/** Errors that neither States.ALL nor States.TaskFailed matches. */
const UNMATCHABLE = new Set(['States.DataLimitExceeded', 'States.Runtime']);

/** Whether a retrier or catcher with these ErrorEquals takes an error of this name. */
export const matches = (errorEquals: readonly string[], name: string): boolean =>
  errorEquals.some((pattern) => {
    if (pattern === name) return true;
    if (UNMATCHABLE.has(name)) return false;
    if (pattern === 'States.ALL') return true;
    if (pattern === 'States.TaskFailed') return name !== 'States.Timeout';
    return pattern === 'States.Timeout' && name === 'States.HeartbeatTimeout';
  });

/** @throws StateError States.DataLimitExceeded where the value is longer than the service allows. */
export function limited<T extends Json>(value: T, what: string): T {
  if (isWithinLimit(JSON.stringify(value))) return value;
  throw new StateError(
    'States.DataLimitExceeded',
    `${what} has a size exceeding the maximum number of bytes service limit.`,
  );
}

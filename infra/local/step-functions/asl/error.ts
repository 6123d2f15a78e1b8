import { isWithinLimit, type Json } from './json.ts';

/** An error of the States language. */
export class StateError extends Error {
  override readonly name: string;
  /** What Retry and Catch match; null where a task token was failed without one. */
  readonly error: string | null;
  /** Empty where AWS gives none; null where a task token was failed without one. */
  readonly reason: string | null;
  /** The field whose expression failed, of a States.QueryEvaluationError that is not noted yet. */
  readonly location: string | undefined;
  /** A States.Timeout because no heartbeat came: States.HeartbeatTimeout matches it too. */
  readonly isHeartbeat: boolean;

  constructor(
    error: string | null,
    reason: string | null,
    more: { readonly location?: string | undefined; readonly isHeartbeat?: boolean | undefined } = {},
  ) {
    super(reason ?? '');
    this.name = error ?? '';
    this.error = error;
    this.reason = reason;
    this.location = more.location;
    this.isHeartbeat = more.isHeartbeat ?? false;
  }
}

/** What `$states.errorOutput` holds. */
export const errorOutput = ({ error, reason }: StateError): Json => ({ Error: error, Cause: reason });

/**
 * Whether a retrier or catcher with these ErrorEquals takes the error. States.ALL takes States.DataLimitExceeded: recorded
 * on AWS, whose documentation says that it does not.
 */
export const matches = (errorEquals: readonly string[], { name, isHeartbeat }: StateError): boolean =>
  errorEquals.some((pattern) => {
    if (pattern === name) return true;
    if (name === 'States.Runtime') return false;
    if (pattern === 'States.ALL') return true;
    if (pattern === 'States.TaskFailed') return name !== 'States.Timeout';
    return pattern === 'States.HeartbeatTimeout' && isHeartbeat;
  });

/** @throws StateError States.DataLimitExceeded where the value is longer than the service allows. */
export function limited<T extends Json>(value: T, what: string): T {
  if (isWithinLimit(JSON.stringify(value))) return value;
  throw new StateError(
    'States.DataLimitExceeded',
    `${what} has a size exceeding the maximum number of bytes service limit.`,
  );
}

/** An error as Lambda reports it to a caller: `name` is the error type that a state machine's Retry and Catch match. */
export class FunctionError extends Error {
  constructor(errorType: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = errorType;
  }
}

/** Lambda's name for a function that ran past its own timeout. */
export const TIMED_OUT = 'Sandbox.Timedout';

export const timedOut = (functionName: string, seconds: number): FunctionError =>
  new FunctionError(TIMED_OUT, `${functionName}: Task timed out after ${seconds.toFixed(2)} seconds`);

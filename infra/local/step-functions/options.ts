import type { Json } from './asl/json.ts';
import type { ExecutionRow } from './store.ts';

/** What the embedded Step Functions is given by its host. */
export interface StepFunctionsOptions {
  /** The folder that holds `step-functions.sqlite`; undefined keeps everything in memory. */
  readonly dataDir: string | undefined;
  /** Amazon States Language by state machine name, every placeholder replaced. */
  readonly definitions: Readonly<Record<string, object>>;
  /**
   * Runs a function. What it throws becomes the Task's error: its `name` is the Error, and the Cause is the JSON text that
   * Lambda makes of it (`errorType`, `errorMessage`, `trace`). A function that outlives its own timeout is `Sandbox.Timedout`.
   */
  readonly invokeFunction: (name: string, payload: Json) => Promise<unknown>;
  /**
   * Runs another service's action for Tasks, e.g. `dynamodb:getItem` or `aws-sdk:dynamodb:query`. Rejects with an Error whose
   * `name` is the Task's error. Without it, definitions with such Tasks are refused.
   */
  readonly callService?: (action: string, args: Json) => Promise<unknown>;
  readonly now: () => Date;
  /** Told when the store cannot be written; what runs stays as it was written last. */
  readonly hostFailed?: (fault: Error) => void;
  /** Told of each execution that failed or timed out, and by which error. */
  readonly executionFailed?:
    | ((
        execution: Pick<ExecutionRow, 'machine' | 'name'>,
        status: 'FAILED' | 'TIMED_OUT',
        error: string | undefined,
      ) => void)
    | undefined;
}

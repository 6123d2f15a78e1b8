import type { AddressInfo } from 'node:net';
import { keptDays } from '../../../functions/shared/reference/retention.ts';
import { Alarms } from './alarms.ts';
import { apiServer } from './api/http.ts';
import type { Json } from './asl/json.ts';
import { type ExecutionFailed, Executions } from './executions.ts';
import { Machines } from './machines.ts';
import { Store } from './store.ts';
import { Tokens } from './tokens.ts';

export interface StepFunctionsOptions {
  /** The folder that holds `step-functions.sqlite`; undefined keeps everything in memory. */
  readonly dataDir: string | undefined;
  /** Amazon States Language by state machine name, every placeholder replaced. */
  readonly definitions: Readonly<Record<string, object>>;
  /**
   * Runs a function. What it throws becomes the Task's error: its `name` is the Error, and the Cause is the JSON text that
   * Lambda makes of it (`errorType`, `errorMessage`, `trace`). A function that outlives its own timeout is
   * `Sandbox.Timedout`.
   */
  readonly invokeFunction: (name: string, payload: Json) => Promise<unknown>;
  /**
   * Runs another service's action for Tasks, e.g. `dynamodb:getItem` or `aws-sdk:dynamodb:query`. Rejects with an Error
   * whose
   * `name` is the Task's error. Without it, definitions with such Tasks are refused.
   */
  readonly callService?: (action: string, args: Json) => Promise<unknown>;
  readonly now: () => Date;
  /** Told when the store cannot be written; what runs stays as it was written last. */
  readonly hostFailed?: (fault: Error) => void;
  readonly executionFailed?: ExecutionFailed | undefined;
}

/** The embedded Step Functions. */
export interface StepFunctions {
  readonly executions: Executions;
  /**
   * Opens the API on 127.0.0.1.
   *
   * @param port 0 takes any free port
   * @returns the endpoint's URL; rejects with the code EADDRINUSE where the port is taken
   */
  listen(port: number): Promise<string>;
  /** Goes on with the executions that ran when the process ended, or at the pause. */
  resume(): void;
  /** Stops working at once, without a trace in any execution; what is started meanwhile waits for `resume`. */
  pause(): void;
  /** To be called when the clock of `now` was moved. */
  clockMoved(): void;
  /** How many executions have failed or timed out since an instant and were not redriven. */
  failedSince(instant: Date): number;
  /** The earliest instant at which a Wait, a pause or a timeout ends. */
  nextAlarm(): Date | undefined;
  /** Writes its store as it stands at one instant to another file. */
  copyTo(file: string): Promise<void>;
  /** Stops working. What runs goes on with the next start. */
  close(): Promise<void>;
}

/** As on AWS, a closed execution is kept for so long. */
const RETENTION_DAYS = keptDays('EXECUTION');

/** Where nobody listens, a store that cannot be written is no secret of this process. */
const throwLater = (fault: Error): void =>
  queueMicrotask(() => {
    throw fault;
  });

/** @throws InvalidDefinition for a definition that cannot be run as AWS would */
export async function startStepFunctions(options: StepFunctionsOptions): Promise<StepFunctions> {
  const { dataDir, definitions, invokeFunction, callService, now, hostFailed = throwLater, executionFailed } = options;
  const store = new Store(dataDir);
  const alarms = new Alarms(now);
  const tokens = new Tokens(store, alarms, now);
  const machines = new Machines(store, definitions, callService !== undefined, now());
  const executions = new Executions({
    store,
    machines,
    alarms,
    tokens,
    now,
    invokeFunction,
    callService,
    hostFailed,
    executionFailed,
  });
  store.forgetBefore(now().getTime() - RETENTION_DAYS * 24 * 3_600_000);
  const server = apiServer(executions);
  return {
    executions,
    listen: (port) =>
      new Promise((resolve, reject) => {
        server.once('error', reject).listen(port, '127.0.0.1', () => {
          resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
        });
      }),
    resume: () => executions.resume(),
    pause: () => executions.pause(),
    clockMoved: () => alarms.moved(),
    failedSince: (instant) => store.failedSince(instant.getTime()),
    nextAlarm: () => alarms.next,
    copyTo: store.copyTo,
    close: async () => {
      executions.pause();
      server.closeAllConnections();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
      store.close();
    },
  };
}

import { Turns } from '../turns.ts';
import type { Alarms } from './alarms.ts';
import { executionArn, executionOfArn, invalidArn, ROLE_ARN } from './arns.ts';
import { StateError } from './asl/error.ts';
import { isWithinLimit, type Json } from './asl/json.ts';
import type { Machine } from './asl/schema.ts';
import { functionsCalled } from './called.ts';
import { ServiceError } from './errors.ts';
import { executionEnded, executionRedriven, executionStarted, executionSucceeded } from './history.ts';
import { Frame, type FrameRecord, type Position } from './interpreter/frame.ts';
import { HistoryFull, type Host, MAX_EVENTS, Run } from './interpreter/run.ts';
import { runSequence } from './interpreter/states.ts';
import type { Machines } from './machines.ts';
import { type ExecutionRow, isStoreFault, type Store } from './store.ts';
import type { Tokens } from './tokens.ts';
import { Interrupted, never, within } from './within.ts';

type Ended =
  | { status: 'SUCCEEDED'; output: string }
  | {
      status: 'FAILED' | 'TIMED_OUT' | 'ABORTED';
      error?: string | null | undefined;
      cause?: string | null | undefined;
    };

/** [designed] Functions that executions call at once: half of the SDK's connections, so that the API keeps the rest. */
const FUNCTIONS_AT_ONCE = 25;

/** An execution can be redriven for so long after its end (Step Functions Developer Guide). */
const REDRIVABLE_DAYS = 14;

/** 1 to 80 characters, none of those that the API forbids in a name. */
const NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;

/** Is told of each execution that failed or timed out, and by which error. */
export type ExecutionFailed = (
  execution: Pick<ExecutionRow, 'machine' | 'name' | 'input'>,
  status: 'FAILED' | 'TIMED_OUT',
  error: string | undefined,
) => void;

/** Starts, resumes, stops and redrives executions. */
export class Executions implements Host {
  readonly store: Store;
  readonly alarms: Alarms;
  readonly tokens: Tokens;
  readonly turns = new Turns(FUNCTIONS_AT_ONCE);
  readonly now: () => Date;
  readonly invokeFunction: Host['invokeFunction'];
  readonly callService: Host['callService'];
  readonly machines: Machines;
  readonly hostFailed: (fault: Error) => void;
  readonly executionFailed: ExecutionFailed | undefined;
  readonly #active = new Map<number, AbortController>();
  readonly #awaited = new Map<number, Set<() => void>>();
  #isPaused = false;

  constructor(
    of: Pick<
      Executions,
      | 'store'
      | 'machines'
      | 'alarms'
      | 'tokens'
      | 'now'
      | 'invokeFunction'
      | 'callService'
      | 'hostFailed'
      | 'executionFailed'
    >,
  ) {
    this.store = of.store;
    this.machines = of.machines;
    this.alarms = of.alarms;
    this.tokens = of.tokens;
    this.now = of.now;
    this.invokeFunction = of.invokeFunction;
    this.callService = of.callService;
    this.hostFailed = of.hostFailed;
    this.executionFailed = of.executionFailed;
  }

  /** @throws ServiceError */
  start(machineArn: string, name: string, input: string): ExecutionRow {
    const execution = this.store.transaction(() => this.addExecution(machineArn, name, input));
    this.launch(execution);
    return execution;
  }

  addExecution(machineArn: string, name: string, input: string): ExecutionRow {
    const { id: definition, machine } = this.machines.current(machineArn);
    if (!NAME.test(name)) throw new ServiceError('InvalidName', `Invalid Name: '${name}'`);
    checkInput(input);
    const known = this.store.execution(machine, name);
    if (known?.status === 'RUNNING' && known.input === input) return known;
    if (known) {
      throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn(machine, name)}'`);
    }
    const startedAt = this.now().getTime();
    const id = this.store.insertExecution({ definition, machine, name, input, startedAt });
    const execution = this.#byId(id);
    new Run(this, execution, this.machines.compiled(definition)).append([executionStarted(input, ROLE_ARN)]);
    return execution;
  }

  launch(execution: ExecutionRow): void {
    if (this.#isPaused || execution.status !== 'RUNNING' || this.#active.has(execution.id)) return;
    const controller = new AbortController();
    this.#active.set(execution.id, controller);
    void this.#drive(execution, controller);
  }

  /** Goes on with every execution that ran when the process ended, or at the pause. */
  resume(): void {
    this.#isPaused = false;
    for (const execution of this.store.running()) this.launch(execution);
  }

  /** The functions that running executions may call still, by the definitions that they began with. */
  runningCalls(): { readonly execution: string; readonly functionName: string }[] {
    const called = new Map<number, Set<string>>();
    return this.store.running().flatMap(({ name: execution, definition }) => {
      const functions = called.get(definition) ?? functionsCalled(this.machines.definition(definition).text);
      called.set(definition, functions);
      return [...functions].map((functionName) => ({ execution, functionName }));
    });
  }

  /** @throws ServiceError ExecutionDoesNotExist */
  stop(arn: string, details: { error?: string | undefined; cause?: string | undefined }): ExecutionRow {
    const execution = this.find(arn);
    if (execution.status === 'RUNNING') {
      this.#end(execution, { status: 'ABORTED', ...details });
      this.#active.get(execution.id)?.abort(new Interrupted());
      this.#active.delete(execution.id);
      this.#settled(execution.id);
    }
    return this.#byId(execution.id);
  }

  /** @throws ServiceError ExecutionDoesNotExist, ExecutionNotRedrivable */
  redrive(arn: string): ExecutionRow {
    const found = this.find(arn);
    const { id } = found;
    const reason = this.notRedrivable(found);
    if (reason !== undefined) throw new ServiceError('ExecutionNotRedrivable', reason);
    this.store.transaction(() => {
      this.store.redriveExecution(id, this.now().getTime());
      for (const { path, json } of this.store.frames(id)) {
        this.store.saveFrame(id, path, JSON.stringify(redriven(JSON.parse(json) as FrameRecord)));
      }
      const execution = this.#byId(id);
      new Run(this, execution, this.machines.compiled(execution.definition)).append([
        executionRedriven(execution.redriveCount),
      ]);
    });
    const execution = this.#byId(id);
    this.launch(execution);
    return execution;
  }

  /** Why an execution cannot be redriven, in the words of AWS; undefined where it can. */
  notRedrivable({ id, status, stoppedAt }: ExecutionRow): string | undefined {
    if (status === 'RUNNING' || status === 'SUCCEEDED') return `Execution is ${status} and cannot be redriven`;
    if (this.store.lastEventId(id) >= MAX_EVENTS) return 'Execution history event limit exceeded';
    const isLate = this.now().getTime() - (stoppedAt ?? 0) > REDRIVABLE_DAYS * 24 * 3_600_000;
    return isLate ? 'Execution redrivable period exceeded' : undefined;
  }

  async ended(execution: ExecutionRow, signal: AbortSignal): Promise<ExecutionRow> {
    if (this.#byId(execution.id).status === 'RUNNING') await this.#settles(execution.id, signal);
    return this.#byId(execution.id);
  }

  /** @throws ServiceError */
  find(arn: string): ExecutionRow {
    const name = executionOfArn(arn);
    if (!name) throw invalidArn(arn);
    const execution = this.store.execution(name.machine, name.name);
    if (execution) return execution;
    throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  }

  /**
   * Stops working at once and notes nothing of it: what runs goes on from the store when it is resumed, or with the next
   * start. What is started meanwhile waits.
   */
  pause(): void {
    this.#isPaused = true;
    for (const controller of this.#active.values()) controller.abort(new Interrupted());
    this.#active.clear();
  }

  async #drive(execution: ExecutionRow, controller: AbortController): Promise<void> {
    const { id } = execution;
    try {
      const machine = this.machines.compiled(execution.definition);
      const run = new Run(this, execution, machine);
      await within(controller.signal, (signal) =>
        Promise.race([this.#interpret(run, execution, signal), this.#timeLimit(execution, machine, signal)]),
      );
    } catch (fault) {
      if (fault instanceof Interrupted) return;
      // The execution is not to blame and stays as it is stored: a start with a disk that takes writes goes on with it.
      if (isStoreFault(fault)) return this.hostFailed(fault);
      this.#end(execution, failure(fault));
    } finally {
      if (this.#active.get(id) === controller) this.#active.delete(id);
    }
    this.#settled(id);
  }

  /** Runs the machine to its end and commits that with the last events. */
  async #interpret(run: Run, execution: ExecutionRow, signal: AbortSignal): Promise<void> {
    const stored = this.store.frame(run.id, '');
    const record = stored === undefined ? undefined : (JSON.parse(stored) as FrameRecord);
    const input = JSON.parse(execution.input) as Json;
    const state = run.machine.StartAt;
    const first: Position = { state, input, enteredAt: 0, variables: {}, retries: [], lastEventId: 0 };
    const position = record?.position ?? first;
    const isStored = record !== undefined;
    const sequence = run.machine;
    const frame = new Frame({ run, path: '', sequence, signal, outer: {}, item: undefined, position }, isStored);
    if (!record) frame.enter(state, input, {});
    try {
      const output = JSON.stringify(await runSequence(frame));
      frame.also(() => this.#end(execution, { status: 'SUCCEEDED', output }, run));
      frame.commit();
    } catch (fault) {
      if (!(fault instanceof StateError)) throw fault;
      frame.also(() => this.#end(execution, failure(fault), run));
      frame.commit();
    }
  }

  async #timeLimit(execution: ExecutionRow, { TimeoutSeconds }: Machine, signal: AbortSignal): Promise<void> {
    if (TimeoutSeconds === undefined) return never();
    await this.alarms.at((execution.redrivenAt ?? execution.startedAt) + TimeoutSeconds * 1000, signal);
    throw new TimeLimit();
  }

  /** Notes the end, unless there is one. The frames of an execution that did not succeed stay, for a redrive. */
  #end(
    execution: ExecutionRow,
    end: Ended,
    run = new Run(this, execution, this.machines.compiled(execution.definition)),
  ): void {
    if (this.#byId(execution.id).status !== 'RUNNING') return;
    const stoppedAt = this.now().getTime();
    this.store.transaction(() => {
      this.store.closeTokens(execution.id);
      if (end.status === 'SUCCEEDED') {
        this.store.deleteFrames(execution.id);
        run.append([executionSucceeded(end.output)]);
        this.store.endExecution(execution.id, {
          status: end.status,
          output: end.output,
          error: null,
          cause: null,
          stoppedAt,
        });
        return;
      }
      const { status, error, cause } = end;
      const details = { error: error || undefined, cause: cause || undefined };
      run.append([executionEnded(status, details)], status === 'FAILED' ? undefined : this.#beforeState(run));
      // Of an execution that timed out only the event tells States.Timeout.
      const told =
        status === 'TIMED_OUT' ? { error: null, cause: null } : { error: error || null, cause: cause || null };
      this.store.endExecution(execution.id, { status, output: null, ...told, stoppedAt });
    });
    const { status } = end;
    if (status === 'FAILED' || status === 'TIMED_OUT')
      this.executionFailed?.(execution, status, end.error ?? undefined);
  }

  /** The event before the machine's current state was entered: what cuts the state off follows that. */
  #beforeState(run: Run): number {
    const stored = this.store.frame(run.id, '');
    if (stored === undefined) return 0;
    const { state, lastEventId } = (JSON.parse(stored) as FrameRecord).position;
    return run.entered(state, lastEventId).previousEventId;
  }

  #settles(id: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#awaited.get(id) ?? new Set();
      this.#awaited.set(id, waiting.add(resolve));
      signal.addEventListener('abort', () => waiting.delete(resolve), { once: true });
    });
  }

  #settled(id: number): void {
    for (const resolve of this.#awaited.get(id) ?? []) resolve();
    this.#awaited.delete(id);
  }

  #byId(id: number): ExecutionRow {
    const row = this.store.executionById(id);
    if (row) return row;
    throw new Error(`there is no execution ${id}`);
  }
}

class TimeLimit extends Error {}

/** How an execution ends that something ended. */
function failure(fault: unknown): Ended {
  if (fault instanceof TimeLimit) return { status: 'TIMED_OUT', error: 'States.Timeout' };
  if (fault instanceof HistoryFull) return { status: 'FAILED', error: 'States.Runtime', cause: fault.message };
  if (fault instanceof StateError) return { status: 'FAILED', error: fault.error, cause: fault.reason };
  return { status: 'FAILED', error: 'States.Runtime', cause: String(fault) };
}

/** A failed state begins anew; children that succeeded keep what they gave. */
function redriven({ position: { progress, ...position }, end }: FrameRecord): FrameRecord {
  const anew = { ...position, retries: [], ...(progress?.kind === 'fork' && { progress }) };
  return { position: anew, ...(end && 'output' in end && { end }) };
}

function checkInput(input: string): void {
  const invalid = (why: string) =>
    new ServiceError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${why}'`);
  if (!isWithinLimit(input)) throw invalid('the input is longer than 262144 bytes');
  try {
    JSON.parse(input);
  } catch (error) {
    throw invalid((error as Error).message);
  }
}

import { setImmediate } from 'node:timers/promises';
import type { Json } from '../../../../infra/local/step-functions/asl/json.ts';
import { type StepFunctions, startStepFunctions } from '../../../../infra/local/step-functions/server.ts';

export const arn = (machine: string): string => `arn:aws:states:local:000000000000:stateMachine:${machine}`;

/** A clock that stands until it is moved. */
export class Clock {
  #at = Date.parse('2026-01-05T01:00:00.000Z');
  readonly now = (): Date => new Date(this.#at);
  moveTo(instant: Date): void {
    this.#at = Math.max(this.#at, instant.getTime());
  }
}

/** What a scripted function does at one call. */
export type Act = { readonly returns: unknown } | { readonly throws: string; readonly message?: string } | 'hangs';

export const returns = (value: unknown): Act => ({ returns: value });
export const throws = (name: string, message = 'because'): Act => ({ throws: name, message });

/** One call of a scripted function. */
export interface Invocation {
  readonly name: string;
  readonly payload: Json;
  readonly at: Date;
}

export interface Bench {
  readonly stepFunctions: StepFunctions;
  readonly clock: Clock;
  readonly invocations: readonly Invocation[];
}

/** Step Functions, in memory unless a folder is given; each function acts by its script, the last act again and again. */
export async function bench(
  definitions: Record<string, object>,
  script: Record<string, readonly Act[]> = {},
  more: {
    readonly callService?: (action: string, args: Json) => Promise<unknown>;
    readonly dataDir?: string;
    readonly clock?: Clock;
  } = {},
): Promise<Bench> {
  const { callService, dataDir, clock = new Clock() } = more;
  const invocations: Invocation[] = [];
  const stepFunctions = await startStepFunctions({
    dataDir,
    definitions,
    now: clock.now,
    ...(callService && { callService }),
    invokeFunction: (name, payload) => {
      const acts = script[name];
      if (!acts) throw new Error(`no script for ${name}`);
      const count = invocations.filter((invocation) => invocation.name === name).length;
      invocations.push({ name, payload, at: clock.now() });
      const act = acts[Math.min(count, acts.length - 1)] as Act;
      if (act === 'hangs') return new Promise(() => {});
      if ('returns' in act) return Promise.resolve(act.returns);
      return Promise.reject(Object.assign(new Error(act.message), { name: act.throws }));
    },
  });
  return { stepFunctions, clock, invocations };
}

/** Lets everything happen that waits for no clock. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await setImmediate();
}

/** Moves the clock from alarm to alarm until `isDone`. */
export async function runUntil({ stepFunctions, clock }: Bench, isDone: () => boolean): Promise<void> {
  for (let step = 0; step < 1000; step += 1) {
    await settle();
    if (isDone()) return;
    const next = stepFunctions.nextAlarm();
    if (!next) throw new Error('nothing will happen any more');
    clock.moveTo(next);
    stepFunctions.clockMoved();
  }
  throw new Error('it does not end');
}

/** How an execution went. */
export interface Outcome {
  readonly status: string;
  readonly output: Json | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  /** The states in the order in which they were entered. */
  readonly path: readonly string[];
  /** The last value of every variable that was assigned. */
  readonly variables: Readonly<Record<string, Json>>;
  readonly events: readonly string[];
  readonly seconds: number;
}

export interface StoredEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly type: string;
  readonly [details: string]: unknown;
  readonly stateEnteredEventDetails?: { readonly name: string };
  readonly stateExitedEventDetails?: { readonly assignedVariables?: Record<string, string> };
}

export function historyOf({ stepFunctions: { executions } }: Pick<Bench, 'stepFunctions'>, id: number): StoredEvent[] {
  return executions.store.events(id, 0, 30_000).map(({ json }) => JSON.parse(json) as StoredEvent);
}

export async function run(bench_: Bench, machine: string, input: Json = {}, name = 'one'): Promise<Outcome> {
  const { executions } = bench_.stepFunctions;
  const { id } = executions.start(arn(machine), name, JSON.stringify(input));
  await runUntil(bench_, () => executions.store.executionById(id)?.status !== 'RUNNING');
  return outcome(bench_, id);
}

/** Like `run`, but waits in the machine's own time: for what evaluates in a thread of its own. */
export async function finished(bench_: Bench, machine: string, input: Json = {}, name = 'one'): Promise<Outcome> {
  const { executions } = bench_.stepFunctions;
  const execution = executions.start(arn(machine), name, JSON.stringify(input));
  await executions.ended(execution, new AbortController().signal);
  return outcome(bench_, execution.id);
}

export function outcome(bench_: Bench, id: number): Outcome {
  const row = bench_.stepFunctions.executions.store.executionById(id);
  if (!row) throw new Error(`no execution ${id}`);
  const events = historyOf(bench_, id);
  return {
    status: row.status,
    output: row.output === null ? undefined : (JSON.parse(row.output) as Json),
    error: row.error ?? undefined,
    cause: row.cause ?? undefined,
    path: events.flatMap((event) => event.stateEnteredEventDetails?.name ?? []),
    variables: Object.fromEntries(
      events.flatMap((event) =>
        Object.entries(event.stateExitedEventDetails?.assignedVariables ?? {}).map(([key, text]) => [
          key,
          JSON.parse(text) as Json,
        ]),
      ),
    ),
    events: events.map((event) => event.type),
    seconds: ((row.stoppedAt ?? row.startedAt) - row.startedAt) / 1000,
  };
}

/** A definition of these states, the first one first. */
export const machine = (States: Record<string, object>, more: object = {}): object => ({
  QueryLanguage: 'JSONata',
  StartAt: Object.keys(States)[0],
  States,
  ...more,
});

/** A Task that invokes `name` with the state's input and gives what it returned. */
export const task = (name: string, more: object = {}): object => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: name, Payload: '{% $states.input %}' },
  Output: '{% $states.result.Payload %}',
  ...('Next' in more ? {} : { End: true }),
  ...more,
});

/** A Task that waits for its token, which it passes to `name`. */
export const tokenTask = (name: string, more: object = {}): object => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  Arguments: { FunctionName: name, Payload: { token: '{% $states.context.Task.Token %}' } },
  ...('Next' in more ? {} : { End: true }),
  ...more,
});

export const tokenOf = (invocation: Invocation | undefined): string =>
  (invocation?.payload as { token: string } | undefined)?.token ?? '';

import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Turns } from '../../turns.ts';
import type { Alarms } from '../alarms.ts';
import { executionArn, ROLE_ARN, stateMachineArn } from '../arns.ts';
import type { Json, JsonObject } from '../asl/json.ts';
import type { Machine } from '../asl/schema.ts';
import type { NewEvent } from '../history.ts';
import type { ExecutionRow, Store } from '../store.ts';
import type { Tokens } from '../tokens.ts';

/** What the interpreter needs of its host. */
export interface Host {
  readonly store: Store;
  readonly alarms: Alarms;
  readonly tokens: Tokens;
  /** The turns of the functions that executions call: what a timer or a restart wakes, it wakes all at once. */
  readonly turns: Turns;
  now(): Date;
  /** Rejects with what the function threw. */
  invokeFunction(name: string, payload: Json): Promise<unknown>;
  /** Rejects with an Error whose name is the error of the States language. */
  readonly callService: ((action: string, args: Json) => Promise<unknown>) | undefined;
  /**
   * Adds an execution within the current transaction; to be launched when that is committed. The same execution again is
   * itself, while it runs.
   *
   * @throws ServiceError
   */
  addExecution(machineArn: string, name: string, input: string): ExecutionRow;
  launch(execution: ExecutionRow): void;
  /** The execution when it has ended. */
  ended(execution: ExecutionRow, signal: AbortSignal): Promise<ExecutionRow>;
}

/**
 * The most events that one history holds (Step Functions service quota); the last of them is the execution's end. It also
 * ends a loop that never waits.
 */
export const MAX_EVENTS = 25_000;

/** Ends the execution with the event that is left: no catcher has room for what it would do. */
export class HistoryFull extends Error {
  override readonly name = 'HistoryFull';

  constructor() {
    super(`The execution reached the maximum number of history events (${MAX_EVENTS}).`);
  }
}

/** One execution in progress. */
export class Run {
  readonly host: Host;
  readonly id: number;
  readonly machine: Machine;
  /** The part of `$states.context` that is the same in every state. */
  readonly context: JsonObject;
  #lastEventId: number;

  constructor(host: Host, execution: ExecutionRow, machine: Machine) {
    this.host = host;
    this.id = execution.id;
    this.machine = machine;
    this.#lastEventId = host.store.lastEventId(execution.id);
    this.context = {
      Execution: {
        Id: executionArn(execution.machine, execution.name),
        Input: JSON.parse(execution.input) as Json,
        Name: execution.name,
        RoleArn: ROLE_ARN,
        StartTime: new Date(execution.startedAt).toISOString(),
        RedriveCount: execution.redriveCount,
        ...(execution.redrivenAt !== null && { RedriveTime: new Date(execution.redrivenAt).toISOString() }),
      },
      StateMachine: { Id: stateMachineArn(execution.machine), Name: execution.machine },
    };
  }

  /** Whether so many more events would leave no room for the end of the execution. */
  isFullWith = (more: number): boolean => this.#lastEventId + more >= MAX_EVENTS;

  /**
   * Numbers and stores events that follow one another.
   *
   * @param previous the event before them in their sequence
   * @returns the number of the event that the next follows
   */
  append(events: readonly NewEvent[], previous: number = this.#lastEventId): number {
    const timestamp = this.host.now().getTime() / 1000;
    let last = previous;
    for (const { isAside, previousEventId = last, ...event } of events) {
      const id = ++this.#lastEventId;
      this.host.store.addEvent(this.id, { id, json: JSON.stringify({ timestamp, id, previousEventId, ...event }) });
      if (!isAside) last = id;
    }
    return last;
  }

  /**
   * The event with which a state was entered, going back from a later one of its sequence.
   *
   * @returns its number and that of the event before it; 0 where there is none
   */
  entered(state: string, from: number): { readonly id: number; readonly previousEventId: number } {
    for (let id = from; id > 0; ) {
      const row = this.host.store.event(this.id, id);
      if (row === undefined) break;
      const event = JSON.parse(row.json) as HistoryEvent & { previousEventId: number };
      if (event.stateEnteredEventDetails?.name === state) return { id, previousEventId: event.previousEventId };
      id = event.previousEventId;
    }
    return { id: 0, previousEventId: 0 };
  }
}

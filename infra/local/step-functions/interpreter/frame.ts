import { StateError } from '../asl/error.ts';
import type { Scope } from '../asl/expression.ts';
import type { Json, JsonObject } from '../asl/json.ts';
import type { Sequence, State } from '../asl/schema.ts';
import { evaluationFailed, iteration, type NewEvent, stateAborted, stateEntered } from '../history.ts';
import { HistoryFull, type Run } from './run.ts';

export type Variables = Readonly<Record<string, Json>>;

/** What a state has begun and a restart must not forget. */
export type Progress =
  | { readonly kind: 'call'; readonly call: Call }
  /** A Wait, or the pause before a retry: until when, in epoch milliseconds. */
  | { readonly kind: 'pause'; readonly until: number }
  | { readonly kind: 'fork'; readonly seeds: readonly Seed[] };

/** One attempt of a Task. */
export interface Call {
  /** The evaluated Arguments: a repeated invocation sends the same. */
  readonly request: Json;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  /** Epoch milliseconds. */
  readonly scheduledAt: number;
  readonly token: string | undefined;
  /** The request was taken: after a restart only its end is awaited. */
  readonly submitted?: { readonly execution?: number };
}

/** What one branch or iteration starts from. */
export interface Seed {
  readonly input: Json;
  readonly item?: MapItem;
}

/** `$states.context.Map.Item`. */
export interface MapItem {
  readonly Index: number;
  readonly Value: Json;
}

/** Where a sequence of states stands: all that is needed to go on after a restart. */
export interface Position {
  readonly state: string;
  readonly input: Json;
  /** Epoch milliseconds. */
  readonly enteredAt: number;
  readonly variables: Variables;
  /** How often each retrier of the state has retried. */
  readonly retries: readonly number[];
  readonly lastEventId: number;
  readonly progress?: Progress;
}

export type End = { readonly output: Json } | Failure;

export interface Failure {
  readonly error: string | null;
  readonly cause: string | null;
  readonly isHeartbeat?: true;
}

export interface FrameRecord {
  readonly position: Position;
  readonly end?: End;
}

/** A sequence of states in progress: the machine itself, a branch of a Parallel or an iteration of a Map. */
export class Frame {
  readonly run: Run;
  /** `` for the machine, `/2` for its third branch, `/2/0` for that one's first. */
  readonly path: string;
  readonly sequence: Sequence;
  readonly signal: AbortSignal;
  /** Variables of the enclosing sequences. */
  readonly outer: Variables;
  readonly item: MapItem | undefined;
  /** Its branches or iterations that run, by their index. */
  readonly running = new Map<number, Frame>();
  position: Position;
  /** The type of the last event that it logged. */
  lastLogged: NewEvent['type'] | undefined;
  /** Whether the history knows of it. */
  #isStored: boolean;
  #events: NewEvent[] = [];
  #writes: (() => void)[] = [];

  constructor(
    of: Pick<Frame, 'run' | 'path' | 'sequence' | 'signal' | 'outer' | 'item' | 'position'>,
    isStored: boolean,
  ) {
    this.#isStored = isStored;
    this.run = of.run;
    this.path = of.path;
    this.sequence = of.sequence;
    this.signal = of.signal;
    this.outer = of.outer;
    this.item = of.item;
    this.position = of.position;
  }

  get state(): State {
    const state = this.sequence.States[this.position.state];
    if (state) return state;
    throw new StateError('States.Runtime', `There is no state ${this.position.state}.`);
  }

  /** Moves to a state. Stored with the next commit. */
  enter(name: string, input: Json, variables: Variables): void {
    this.begin(undefined);
    const enteredAt = this.run.host.now().getTime();
    this.position = { ...this.position, state: name, input, variables, retries: [], enteredAt };
    this.log(stateEntered(this.state.Type, name, input));
  }

  /** Notes what the state has begun; undefined ends it. */
  begin(progress: Progress | undefined): void {
    const { progress: past, ...position } = this.position;
    if (past?.kind === 'fork') this.also(() => this.run.host.store.deleteFramesUnder(this.run.id, this.path));
    this.position = progress === undefined ? position : { ...position, progress };
  }

  /** What an expression of the current state sees. */
  scope(states: { result?: Json; errorOutput?: Json; token?: string | undefined; item?: MapItem } = {}): Scope {
    const { token, item = this.item, ...rest } = states;
    return {
      variables: { ...this.outer, ...this.position.variables },
      states: { input: this.position.input, ...rest, context: this.#context(token, item) },
      now: this.run.host.now(),
    };
  }

  /** @throws HistoryFull where the history is; what fits is stored */
  log(...events: NewEvent[]): void {
    for (const event of events) {
      if (this.run.isFullWith(this.#events.length + 1)) {
        this.commit();
        throw new HistoryFull();
      }
      this.#events.push(event);
      this.lastLogged = event.type;
    }
  }

  /** Notes that an expression of the current state failed; the error then names the state and where it was entered. */
  noted(error: StateError): StateError {
    const failed = this.failure(error.error, error.reason ?? '');
    const { previousEventId } = this.#entered();
    this.log({ ...evaluationFailed(this.position.state, failed, error.location), previousEventId });
    return failed;
  }

  /** An error that the interpreter finds itself: its cause begins with the state, as on AWS. */
  failure(error: string | null, cause: string): StateError {
    const { state } = this.position;
    const { id } = this.#entered();
    return new StateError(
      error,
      `An error occurred while executing the state '${state}' (entered at the event id #${id}). ${cause}`,
    );
  }

  /** What the history says of a sequence that is cut off: the states that it is in, the innermost first. */
  aborted(): NewEvent[] {
    if (!this.isInHistory) return [];
    const inner = [...this.running]
      .sort(([a], [b]) => a - b)
      .flatMap(([index, frame]) => [
        ...frame.aborted(),
        ...(this.state.Type === 'Map' && frame.#isStored
          ? [iteration('MapIterationAborted', this.position.state, index)]
          : []),
      ]);
    return this.#isEntering ? inner : [...inner, ...stateAborted(this.state.Type)];
  }

  get isInHistory(): boolean {
    return this.#isStored;
  }

  /** Adds a write to the next commit. */
  also(write: () => void): void {
    this.#writes.push(write);
  }

  /** Stores the position, the events since the last commit and the writes that belong to them, all or nothing. */
  commit(end?: End): void {
    this.signal.throwIfAborted();
    if (this.run.isFullWith(this.#events.length)) throw new HistoryFull();
    const events = this.#events.splice(0);
    const writes = this.#writes.splice(0);
    this.run.host.store.transaction(() => {
      const lastEventId = this.run.append(events, this.position.lastEventId);
      this.position = { ...this.position, lastEventId };
      const record: FrameRecord = { position: this.position, ...(end && { end }) };
      this.run.host.store.saveFrame(this.run.id, this.path, JSON.stringify(record));
      for (const write of writes) write();
    });
    this.#isStored = true;
  }

  /** Whether the entry of the current state is not in the history yet. */
  get #isEntering(): boolean {
    return this.#events.some(({ stateEnteredEventDetails }) => stateEnteredEventDetails !== undefined);
  }

  #entered(): { readonly id: number; readonly previousEventId: number } {
    if (this.#isEntering) this.commit();
    return this.run.entered(this.position.state, this.position.lastEventId);
  }

  #context(token: string | undefined, item: MapItem | undefined): JsonObject {
    const { state, enteredAt, retries } = this.position;
    const RetryCount = retries.reduce((sum, count) => sum + count, 0);
    return {
      ...this.run.context,
      State: {
        Name: state,
        EnteredTime: new Date(enteredAt).toISOString(),
        ...('Retry' in this.state && { RetryCount }),
      },
      ...(token !== undefined && { Task: { Token: token } }),
      ...(item && { Map: { Item: { ...item } } }),
    };
  }
}

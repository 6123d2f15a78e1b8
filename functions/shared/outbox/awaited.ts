import type { StoredItem, Table } from '../table/table.ts';
import type { Start } from './message.ts';

/**
 * How records of a kind wait for a workflow, told by the record alone. A restored table knows nothing of executions, and
 * they nothing of it: by this each is held to the other.
 */
export interface Awaits {
  /** Third part of the records' keys, e.g. `FILING`. */
  readonly kind: string;
  /** What a record waits for, given its main item; undefined where it waits for nothing. */
  readonly of: (item: StoredItem, table: Table) => Awaited | undefined | Promise<Awaited | undefined>;
}

export interface Awaited {
  /** What the record waits in, for a person's eyes, e.g. `PENDING_REVIEW`. */
  readonly state: string;
  /** Starts an execution that takes the work up, wherever it stands. */
  readonly start: Start;
  /** What the names of all executions of this work begin with; each has nothing or a hyphen behind it. */
  readonly executions: string;
  /** What a decision answers, where the record knows who asked for one. */
  readonly taskToken?: string | undefined;
  /** Whether it waits for a day to come, and no longer for any step. */
  readonly isForDay?: boolean;
}

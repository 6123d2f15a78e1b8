import type { Workflow } from './workflows.ts';

/**
 * What a committed change asks the rest of the system to do. Messages are written in the transaction of the change and
 * carried out by the relay from the table's stream, at least once: a lost answer or a killed process loses none.
 */
export type Message =
  /** Tells the other capabilities; `detail` carries all that a subscriber needs, under 200 KiB. */
  | { readonly type: 'event'; readonly name: string; readonly detail: Record<string, unknown> }
  /** Starts a workflow; the name makes a repeated start the same execution. */
  | {
      readonly type: 'start';
      readonly workflow: Workflow;
      readonly executionName: string;
      readonly input: Record<string, unknown>;
    }
  /** Answers a human task that waits in a workflow. */
  | { readonly type: 'resume'; readonly taskToken: string; readonly output: Record<string, unknown> };

/** What the sort key of an outbox item begins with. */
export const OUTBOX_PREFIX = 'OUTBOX#';

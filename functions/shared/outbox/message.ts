import type { z } from 'zod';
import type { EventType } from '../../events/event.ts';
import type { EventName } from '../../events/index.ts';
import type { Workflow } from './workflows.ts';

/**
 * What a committed change asks the rest of the system to do. Messages are written in the transaction of the change and
 * carried out by the relay from the table's stream, at least once: a lost answer or a killed process loses none.
 */
export type Message =
  /** Tells the other capabilities; `detail` carries all that a subscriber needs, under 200 KiB. */
  | {
      readonly type: 'event';
      readonly name: EventName;
      /** Version of the form of the detail; absent in what was written before there was a second one. */
      readonly version?: number;
      readonly detail: Readonly<Record<string, unknown>>;
    }
  | Start
  /**
   * Answers a human task that waits in a workflow. An execution that was stopped or failed waits no more: the answer then
   * starts `further`, which finds in the record what was decided.
   */
  | {
      readonly type: 'resume';
      readonly taskToken: string;
      readonly output: Record<string, unknown>;
      readonly further?: Further;
    }
  | RedriveMessage;

/** Has a failed execution go on at the step that failed. */
export interface RedriveMessage {
  readonly type: 'redrive';
  readonly workflow: Workflow;
  readonly executionName: string;
  /** How often it had been redriven by then: carried again, the message redrives no later failure. */
  readonly redriveCount: number;
}

/** Starts a workflow; the name makes a repeated start the same execution. */
export interface Start {
  readonly type: 'start';
  readonly workflow: Workflow;
  readonly executionName: string;
  readonly input: Record<string, unknown>;
}

/** The execution that an answer is for, and the one that carries it out where that has ended. */
export interface Further {
  readonly workflow: Workflow;
  /** The name of the execution that asked. */
  readonly executionName: string;
  readonly furtherName: string;
  readonly input: Record<string, unknown>;
}

/** The message that announces an event. */
export const announce = <Name extends EventName, Detail extends z.ZodObject>(
  event: EventType<Name, Detail>,
  detail: z.input<Detail>,
): Extract<Message, { type: 'event' }> => ({ type: 'event', name: event.name, version: event.version, detail });

/** What the sort key of an outbox item begins with. */
export const OUTBOX_PREFIX = 'OUTBOX#';

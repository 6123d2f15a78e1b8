import type { z } from 'zod';
import type { EventType } from '../../events/event.ts';
import type { EventName } from '../../events/index.ts';
import { type Correlation, correlation } from '../correlation.ts';
import type { Key } from '../table/keys.ts';
import { create, type Write } from '../table/write.ts';

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
  /** Starts a workflow; the name makes a repeated start the same execution. */
  | {
      readonly type: 'start';
      readonly workflow: Workflow;
      readonly executionName: string;
      readonly input: Record<string, unknown>;
    }
  /** Answers a human task that waits in a workflow. */
  | { readonly type: 'resume'; readonly taskToken: string; readonly output: Record<string, unknown> };

export type Workflow =
  | 'filing'
  | 'filing-batch'
  | 'trade-import'
  | 'consolidation'
  | 'credit-scoring'
  | 'credit-appeal';

/** The message that announces an event. */
export const announce = <Name extends EventName, Detail extends z.ZodObject>(
  event: EventType<Name, Detail>,
  detail: z.input<Detail>,
): Extract<Message, { type: 'event' }> => ({ type: 'event', name: event.name, version: event.version, detail });

export const OUTBOX_PREFIX = 'OUTBOX#';

const KEPT_SECONDS = 30 * 24 * 3600;

/** The outbox items of one version of an aggregate; their keys are fixed by the version, so a retry cannot double them. */
export const outboxWrites = (
  pk: Key['pk'],
  version: number,
  at: string,
  messages: readonly Message[],
  otherwise: () => Error,
): Write[] =>
  messages.map((message, index) =>
    create(
      {
        pk,
        sk: `${OUTBOX_PREFIX}${String(version).padStart(8, '0')}#${String(index).padStart(2, '0')}`,
        at,
        message,
        ...belonging(),
        expiresAt: Math.floor(Date.parse(at) / 1000) + KEPT_SECONDS,
      },
      otherwise,
    ),
  );

/** What an outbox item says of where it came from, beside its message. */
export const belonging = (): { readonly correlation?: Correlation } => {
  const current = correlation();
  return current === undefined ? {} : { correlation: current };
};

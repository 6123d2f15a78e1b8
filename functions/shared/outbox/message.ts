import type { Key } from '../table/keys.ts';
import { create, type Write } from '../table/write.ts';

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

export type Workflow =
  | 'filing'
  | 'filing-batch'
  | 'trade-import'
  | 'consolidation'
  | 'credit-scoring'
  | 'credit-appeal';

export const OUTBOX_PREFIX = 'OUTBOX#';

/** How long a message can be carried again. */
export const KEPT_SECONDS = 30 * 24 * 3600;

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
        expiresAt: Math.floor(Date.parse(at) / 1000) + KEPT_SECONDS,
      },
      otherwise,
    ),
  );

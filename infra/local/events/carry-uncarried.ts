import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { keptDays } from '../../../functions/shared/reference/retention.ts';
import { OVERLAP_SECONDS } from '../../../functions/shared/table/list.ts';
import { carryAgain } from '../../commands/outbox/carry-again.ts';
import { CARRIED_UNTIL, type Checkpoints } from './checkpoints.ts';

/** Where a host notes that it ended in order, and so that the stream's checkpoint can be believed. */
const ENDED_IN_ORDER = 'ended-in-order';

/**
 * Carries at a start whatever the outbox has not carried, beside the stream. Its checkpoint alone does not vouch for that: a
 * loss of power can take the execution that a message started and leave the checkpoint, and a DynamoDB of its own forgets a
 * stream that nobody read for a day. After an end in order nothing is to be done.
 */
export function carryUncarried(
  dynamodb: DynamoDBClient,
  registryTable: string,
  notes: Pick<Checkpoints, 'read' | 'write'>,
  now: () => Date,
): { begin(): void; close(): void } {
  let isDone = notes.read(ENDED_IN_ORDER) === 'yes';
  let isOpen = true;
  notes.write(ENDED_IN_ORDER, 'no');
  return {
    begin() {
      if (isDone) return;
      const forgotten = now().getTime() - keptDays('OUTBOX') * 24 * 3_600_000;
      // A change is committed some time after the instant that it bears.
      const carried = Date.parse(notes.read(CARRIED_UNTIL) ?? '1970-01-01') - OVERLAP_SECONDS * 1000;
      const since = new Date(Math.max(forgotten, carried)).toISOString();
      carryAgain({ dynamodb, lambda: new LambdaClient({}), registryTable, relayFunction: 'Relay', since }).then(
        () => {
          isDone = true;
        },
        (error: unknown) => {
          if (isOpen) console.error(`the outbox was not carried to its end, the next start will: ${String(error)}`);
        },
      );
    },
    close() {
      isOpen = false;
      if (isDone) notes.write(ENDED_IN_ORDER, 'yes');
    },
  };
}

import { type AttributeValue, type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { DynamoDBBatchResponse } from 'aws-lambda';
import { OUTBOX_PREFIX } from '../../../functions/shared/outbox/message.ts';

type Item = Record<string, AttributeValue>;

/** As many as the relay gets of the stream at once. */
const BATCH = 25;

/** Raised where the relay could not carry a message; those before it in order were carried. */
export class NotCarried extends Error {
  override readonly name = 'NotCarried';
}

export interface Carrying {
  readonly dynamodb: DynamoDBClient;
  readonly lambda: LambdaClient;
  readonly registryTable: string;
  readonly relayFunction: string;
  /** ISO 8601. */
  readonly since: string;
}

/**
 * Has the relay carry out again what was committed since an instant, in order. Whatever it brings about a second time has
 * no effect: executions have fixed names, answered tasks take no second answer, subscribers know what they have seen.
 *
 * @returns how many messages were carried
 * @throws NotCarried
 */
export async function carryAgain({ dynamodb, lambda, registryTable, relayFunction, since }: Carrying): Promise<number> {
  const items = await messagesSince(dynamodb, registryTable, since);
  for (let from = 0; from < items.length; from += BATCH) {
    const batch = items.slice(from, from + BATCH);
    const Records = batch.map((image, index) => ({
      eventName: 'INSERT',
      dynamodb: { SequenceNumber: String(index), NewImage: image },
    }));
    const answer = await lambda.send(
      new InvokeCommand({ FunctionName: relayFunction, Payload: JSON.stringify({ Records }) }),
    );
    const text = answer.Payload?.transformToString() ?? '';
    if (answer.FunctionError) throw new NotCarried(`the relay failed: ${text}`);
    const [failed] = (JSON.parse(text) as DynamoDBBatchResponse).batchItemFailures;
    const item = failed && batch[Number(failed.itemIdentifier)];
    if (item) throw new NotCarried(`${item['pk']?.S} ${item['sk']?.S} was not carried; the relay's log says why`);
  }
  return items.length;
}

async function messagesSince(client: DynamoDBClient, TableName: string, since: string): Promise<Item[]> {
  const items: Item[] = [];
  const filter = {
    TableName,
    FilterExpression: 'begins_with(sk, :outbox) AND #at >= :since',
    ExpressionAttributeNames: { '#at': 'at' },
    ExpressionAttributeValues: { ':outbox': { S: OUTBOX_PREFIX }, ':since': { S: new Date(since).toISOString() } },
  };
  // In small pages: the embedded engine reads the rest of the table for a page of 1 MB, and whoever writes waits.
  for await (const { Items = [] } of paginateScan({ client, pageSize: 500 }, filter)) items.push(...Items);
  return items.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

/** By time, and within a time by the versions of a record. */
const placeOf = ({ at, pk, sk }: Item): string => `${at?.S} ${pk?.S} ${sk?.S}`;

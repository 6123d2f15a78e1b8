import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { type Correlation, correlated } from '../correlation.ts';
import { logger } from '../log.ts';
import { awsRuntime } from '../runtime.ts';
import type { Table } from '../table/table.ts';
import { type Carriers, eventBridgePublisher, workflowCarriers } from './carriers.ts';
import { type Message, OUTBOX_PREFIX } from './message.ts';
import { type Kept, wholeMessage } from './whole.ts';

/**
 * Reads the registry's stream and carries out the outbox messages of committed changes, those of one partition key in order
 * and different ones at once. A partition stops at its first failure; the earliest of the batch is reported, so that the
 * stream is read again from there: messages are carried out at least once, none is skipped. Nothing of a batch waits for
 * another batch, so that its size bounds what is carried at once.
 *
 * @param table where records' bodies are, to which messages refer
 */
export const build =
  (carriers: Carriers, table: Pick<Table, 'get'>) =>
  async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const records = [...event.Records.entries()];
    const partitions = Map.groupBy(records, ([, { dynamodb }]) => dynamodb?.NewImage?.['pk']?.S);
    const failed = await Promise.all(
      [...partitions.values()].map((partition) => firstFailure(partition, carriers, table)),
    );
    const places = failed.filter((place) => place !== undefined);
    if (places.length === 0) return { batchItemFailures: [] };
    const earliest = event.Records[Math.min(...places)];
    return { batchItemFailures: [{ itemIdentifier: earliest?.dynamodb?.SequenceNumber ?? '' }] };
  };

/** Carries the records of one partition, each with its place in the batch, up to the first that fails. */
async function firstFailure(
  partition: readonly (readonly [place: number, record: DynamoDBRecord])[],
  carriers: Carriers,
  table: Pick<Table, 'get'>,
): Promise<number | undefined> {
  for (const [place, record] of partition) {
    try {
      await carry(record, carriers, table);
    } catch {
      return place;
    }
  }
  return undefined;
}

/** An outbox item as the stream has it; `correlation` is absent in what a command or an earlier version wrote. */
interface OutboxItem extends Kept {
  readonly sk: string;
  readonly at: string;
  readonly correlation?: Correlation;
}

/** @throws whatever kept the message from being carried, which is then logged */
async function carry(record: DynamoDBRecord, carriers: Carriers, table: Pick<Table, 'get'>): Promise<void> {
  const image = record.dynamodb?.NewImage;
  if (record.eventName !== 'INSERT' || !image?.['sk']?.S?.startsWith(OUTBOX_PREFIX)) return;
  const item = unmarshall(image as Record<string, AttributeValue>) as OutboxItem;
  const correlation = item.correlation ?? {
    correlationId: `${item.pk}/${item.sk}`,
    causationId: `${item.pk}/${item.sk}`,
  };
  await correlated(correlation, async () => {
    try {
      await carryOut(item, correlation, carriers, table);
      logger.info('an outbox message was carried out', factsOf(item.message));
    } catch (error) {
      logger.error('an outbox message was not carried out', { ...factsOf(item.message), error: error as Error });
      throw error;
    }
  });
}

/** Which event, or which execution; the rest of a message is content. */
function factsOf(message: Message): Record<string, string> {
  const { type } = message;
  if (type === 'event') return { type, event: message.name };
  const execution = type === 'resume' ? message.further : message;
  return { type, ...(execution && { workflow: execution.workflow, executionName: execution.executionName }) };
}

async function carryOut(
  item: OutboxItem,
  correlation: Correlation,
  carriers: Carriers,
  table: Pick<Table, 'get'>,
): Promise<void> {
  const { at } = item;
  const message = await wholeMessage(item, table);
  switch (message.type) {
    case 'event':
      return carriers.publish({ ...message, at, envelope: { version: message.version ?? 1, ...correlation } });
    case 'start':
      return carriers.start({ ...message, input: { ...message.input, correlationId: correlation.correlationId } });
    case 'redrive':
      return carriers.redrive(message);
    case 'resume': {
      const { further } = message;
      if (!further) return carriers.resume(message);
      const input = { ...further.input, correlationId: correlation.correlationId };
      return carriers.resume({ ...message, further: { ...further, input } });
    }
  }
}

export const handler = build(
  { ...workflowCarriers(process.env), publish: eventBridgePublisher(process.env['EVENT_BUS_NAME'] ?? '') },
  awsRuntime().table,
);

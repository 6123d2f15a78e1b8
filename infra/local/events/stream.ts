import { setTimeout as delay } from 'node:timers/promises';
import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  type _Record,
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import { OUTBOX_PREFIX } from '../../../functions/shared/outbox/message.ts';
import { CARRIED_UNTIL, type Checkpoints } from './checkpoints.ts';

const IDLE_MILLISECONDS = 40;
const BATCH = 100;
const RESHARD_MILLISECONDS = 10_000;

export interface StreamReader {
  /** Resolves once the batch in hand is done. */
  close(): Promise<void>;
}

/**
 * Lambda's event source mapping for one machine: reads the table's stream shard by shard and calls the relay with each
 * batch; a batch that reports a failed record is read again from that record.
 */
export function readStream(options: {
  readonly tables: DynamoDBClient;
  readonly streams: DynamoDBStreamsClient;
  readonly tableName: string;
  readonly relay: (event: unknown) => Promise<unknown>;
  readonly checkpoints: Checkpoints;
}): StreamReader {
  const { streams, checkpoints } = options;
  let open = true;
  const iterators = new Map<string, string | undefined>();

  const refresh = async (streamArn: string): Promise<void> => {
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: streamArn }));
    for (const { ShardId } of StreamDescription?.Shards ?? []) {
      if (ShardId === undefined || iterators.has(ShardId)) continue;
      iterators.set(ShardId, await iteratorFrom(streamArn, ShardId));
    }
  };

  const iteratorAfter = async (StreamArn: string, ShardId: string, after: string | undefined) => {
    const position =
      after === undefined
        ? { ShardIteratorType: 'TRIM_HORIZON' as const }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, SequenceNumber: after };
    return (await streams.send(new GetShardIteratorCommand({ StreamArn, ShardId, ...position }))).ShardIterator;
  };

  /** What a stream has forgotten meanwhile, the start carries from the outbox itself. */
  const iteratorFrom = (streamArn: string, shardId: string) =>
    iteratorAfter(streamArn, shardId, checkpoints.read(shardId)).catch((error: unknown) => {
      if (error instanceof TrimmedDataAccessException) return iteratorAfter(streamArn, shardId, undefined);
      throw error;
    });

  /** Reads one batch of a shard; says whether there was anything. */
  const advance = async (streamArn: string, shardId: string, iterator: string): Promise<boolean> => {
    const batch = await streams.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: BATCH }));
    const records = batch.Records ?? [];
    const failed = records.length === 0 ? undefined : firstFailure(await options.relay({ Records: records }));
    const done =
      failed === undefined
        ? records
        : records.slice(
            0,
            records.findIndex((one) => one.dynamodb?.SequenceNumber === failed),
          );
    const last = done.at(-1)?.dynamodb?.SequenceNumber;
    if (last !== undefined) {
      noteCarried(done, checkpoints);
      checkpoints.write(shardId, last);
    }
    if (failed === undefined) {
      iterators.set(shardId, batch.NextShardIterator);
    } else {
      await delay(250);
      iterators.set(shardId, await iteratorFrom(streamArn, shardId));
    }
    return done.length > 0;
  };

  const run = async (): Promise<void> => {
    const { Table } = await options.tables.send(new DescribeTableCommand({ TableName: options.tableName }));
    const streamArn = Table?.LatestStreamArn ?? '';
    let refreshed = 0;
    while (open) {
      try {
        if (performance.now() - refreshed > RESHARD_MILLISECONDS || refreshed === 0) {
          await refresh(streamArn);
          refreshed = performance.now();
        }
        let progress = false;
        for (const [shardId, iterator] of iterators) {
          if (iterator !== undefined && open) progress = (await advance(streamArn, shardId, iterator)) || progress;
        }
        if (!progress) await delay(IDLE_MILLISECONDS);
      } catch (error) {
        if (open) console.error(`the stream could not be read, trying again: ${String(error)}`);
        iterators.clear();
        refreshed = 0;
        await delay(500);
      }
    }
  };

  const running = run();
  return {
    close: async () => {
      open = false;
      await running;
    },
  };
}

const firstFailure = (answer: unknown): string | undefined =>
  (answer as { batchItemFailures: { itemIdentifier: string }[] }).batchItemFailures[0]?.itemIdentifier;

/** Notes the time of the latest message among records that were carried. */
function noteCarried(records: readonly _Record[], checkpoints: Checkpoints): void {
  const until = checkpoints.read(CARRIED_UNTIL) ?? '';
  const latest = records
    .map(({ dynamodb }) => dynamodb?.NewImage)
    .filter((image) => image?.['sk']?.S?.startsWith(OUTBOX_PREFIX))
    .reduce((last, image) => (String(image?.['at']?.S) > last ? String(image?.['at']?.S) : last), until);
  if (latest > until) checkpoints.write(CARRIED_UNTIL, latest);
}

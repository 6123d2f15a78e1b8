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
import { type Partitions, partitions } from './partitions.ts';

const IDLE_MILLISECONDS = 40;
const BATCH = 100;
const RESHARD_MILLISECONDS = 10_000;

/**
 * [designed] Messages carried at once, each of another partition. More than the bus delivers at once: some wait to be tried
 * again.
 */
const AT_ONCE = 32;

export interface StreamReader {
  /** Seconds since the earliest change was committed whose messages are not carried, or that is not read yet. */
  lagSeconds(): number;
  /** Resolves once the messages in hand are done. */
  close(): Promise<void>;
}

interface Shard {
  /** Null once the shard has ended; undefined while it is to be fetched. */
  iterator: string | null | undefined;
  /** The last record that was read. */
  readUpTo: string | undefined;
  /** Whatever was committed before this instant was read, in milliseconds since 1970. */
  readSince: number;
  readonly messages: Partitions<_Record>;
}

/**
 * Lambda's event source mapping for one machine: reads the table's stream shard by shard and calls the relay with each
 * message, those of one partition key in order. One that failed is carried again; the checkpoint stays before it.
 */
export function readStream(options: {
  readonly tables: DynamoDBClient;
  readonly streams: DynamoDBStreamsClient;
  readonly tableName: string;
  readonly relay: (event: unknown) => Promise<unknown>;
  readonly checkpoints: Checkpoints;
  readonly atOnce?: number | undefined;
}): StreamReader {
  const { streams, checkpoints, atOnce = AT_ONCE } = options;
  let open = true;
  const begun = Date.now();
  const shards = new Map<string, Shard>();

  const openShard = (shardId: string): Shard => ({
    iterator: undefined,
    readUpTo: checkpoints.read(shardId),
    readSince: begun,
    messages: partitions({
      atOnce,
      carry: async (record) => isCarried(await options.relay({ Records: [record] })),
      passed: (records) => {
        try {
          noteCarried(records, checkpoints);
          checkpoints.write(shardId, records.at(-1)?.dynamodb?.SequenceNumber ?? '');
        } catch (error) {
          // What the checkpoint does not say was carried is carried again, without effect.
          console.error(`the stream's checkpoint could not be written: ${String(error)}`);
        }
      },
    }),
  });

  const refresh = async (streamArn: string): Promise<void> => {
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: streamArn }));
    for (const { ShardId } of StreamDescription?.Shards ?? []) {
      if (ShardId === undefined) continue;
      const shard = shards.get(ShardId) ?? openShard(ShardId);
      shards.set(ShardId, shard);
      if (shard.iterator === undefined) {
        shard.iterator = (await iteratorFrom(streamArn, ShardId, shard.readUpTo)) ?? null;
      }
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
  const iteratorFrom = (streamArn: string, shardId: string, after: string | undefined) =>
    iteratorAfter(streamArn, shardId, after).catch((error: unknown) => {
      if (error instanceof TrimmedDataAccessException) return iteratorAfter(streamArn, shardId, undefined);
      throw error;
    });

  /** Reads one batch of a shard; says whether there was anything. */
  const advance = async (shard: Shard, iterator: string): Promise<boolean> => {
    const asked = Date.now();
    const batch = await streams.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: BATCH }));
    const records = batch.Records ?? [];
    // A batch that is full is not the end: what was committed since its last record may be behind it.
    shard.readSince =
      records.length < BATCH
        ? asked
        : (records.at(-1)?.dynamodb?.ApproximateCreationDateTime?.getTime() ?? shard.readSince);
    shard.iterator = batch.NextShardIterator ?? null;
    shard.readUpTo = records.at(-1)?.dynamodb?.SequenceNumber ?? shard.readUpTo;
    shard.messages.take(records.map((record) => ({ record, partition: partitionOf(record) })));
    return records.length > 0;
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
        for (const shard of shards.values()) {
          if (!shard.iterator || shard.messages.isFull || !open) continue;
          progress = (await advance(shard, shard.iterator)) || progress;
        }
        if (!progress) await delay(IDLE_MILLISECONDS);
      } catch (error) {
        if (open) console.error(`the stream could not be read, trying again: ${String(error)}`);
        for (const shard of shards.values()) shard.iterator &&= undefined;
        refreshed = 0;
        await delay(500);
      }
    }
  };

  const running = run();
  return {
    lagSeconds() {
      const all = [...shards.values()];
      const waiting = all.flatMap(({ messages }) => messages.earliest ?? []);
      const since = waiting.map(({ dynamodb }) => dynamodb?.ApproximateCreationDateTime?.getTime() ?? begun);
      // A shard that has ended is read to its end.
      const unended = all.filter(({ iterator }) => iterator !== null);
      const unread = all.length === 0 ? [begun] : unended.map(({ readSince }) => readSince);
      return Math.max(0, (Date.now() - Math.min(...unread, ...since)) / 1000);
    },
    close: async () => {
      open = false;
      await running;
      await Promise.all([...shards.values()].map(({ messages }) => messages.close()));
    },
  };
}

/** The partition key of a new outbox item; undefined of all else, of which there is nothing to carry. */
function partitionOf({ eventName, dynamodb }: _Record): string | undefined {
  const image = eventName === 'INSERT' ? dynamodb?.NewImage : undefined;
  return image?.['sk']?.S?.startsWith(OUTBOX_PREFIX) ? image['pk']?.S : undefined;
}

const isCarried = (answer: unknown): boolean =>
  (answer as { batchItemFailures: unknown[] }).batchItemFailures.length === 0;

/** Notes the time of the latest message among records that were carried. */
function noteCarried(records: readonly _Record[], checkpoints: Checkpoints): void {
  const until = checkpoints.read(CARRIED_UNTIL) ?? '';
  const latest = records
    .filter((record) => partitionOf(record) !== undefined)
    .map(({ dynamodb }) => String(dynamodb?.NewImage?.['at']?.S))
    .reduce((last, at) => (at > last ? at : last), until);
  if (latest > until) checkpoints.write(CARRIED_UNTIL, latest);
}

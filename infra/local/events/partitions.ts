import { setTimeout as delay } from 'node:timers/promises';

/** A record of a shard, as it was read. */
export interface Place<R> {
  readonly record: R;
  /** The partition in whose order a message is carried; undefined where there is nothing to carry. */
  readonly partition: string | undefined;
}

/** Carries the messages of one shard: those of a partition in order, several partitions at once. */
export interface Partitions<R> {
  /** Takes what was read next. */
  take(read: readonly Place<R>[]): void;
  /** Whether so much has been read beyond the first that is not carried that no more should be. */
  readonly isFull: boolean;
  /** The earliest record that is not carried. */
  readonly earliest: R | undefined;
  /** Begins nothing more; resolves once what is in hand is done. */
  close(): Promise<void>;
}

/** [designed] Milliseconds before a message that could not be carried is tried again; its partition waits for it. */
const AGAIN_MILLISECONDS = 250;

/** [designed] Records kept beyond the first that is not carried: what a kill has carried again, and what memory holds. */
const AHEAD = 500;

interface Held<R> extends Place<R> {
  isDone: boolean;
}

/**
 * @param atOnce how many messages are in hand at most, each of another partition; one that waits to be tried again is not
 * @param carry carries one message; resolves with false, or rejects, where that must be done again
 * @param passed is told the records, in order, before which now nothing is left to carry: a checkpoint may move to the last
 */
export function partitions<R>({
  atOnce,
  carry,
  passed,
  wait = delay,
}: {
  readonly atOnce: number;
  readonly carry: (record: R) => Promise<boolean>;
  readonly passed: (records: readonly R[]) => void;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}): Partitions<R> {
  const held: Held<R>[] = [];
  /** What is not carried of each partition that has any, in order. */
  const queues = new Map<string, Held<R>[]>();
  /** Partitions whose first message may be carried. */
  const ready: string[] = [];
  const inHand = new Set<Promise<void>>();
  let isOpen = true;

  const pass = (): void => {
    const left = held.findIndex(({ isDone }) => !isDone);
    const done = held.splice(0, left === -1 ? held.length : left);
    if (done.length > 0) passed(done.map(({ record }) => record));
  };

  const begin = (): void => {
    while (isOpen && inHand.size < atOnce) {
      const partition = ready.shift();
      if (partition === undefined) return;
      const work = first(partition).then((isCarried) => {
        inHand.delete(work);
        if (isCarried) goOn(partition);
        else if (isOpen) void wait(AGAIN_MILLISECONDS).then(() => offer(partition));
        begin();
      });
      inHand.add(work);
    }
  };

  const offer = (partition: string): void => {
    ready.push(partition);
    begin();
  };

  const first = async (partition: string): Promise<boolean> => {
    const message = queues.get(partition)?.[0];
    if (message === undefined) return true;
    try {
      message.isDone = await carry(message.record);
    } catch (error) {
      console.error(`a message was not carried, trying again: ${String(error)}`);
    }
    return message.isDone;
  };

  /** Lets the partition's next message wait for its turn behind the other partitions. */
  const goOn = (partition: string): void => {
    const queue = queues.get(partition) ?? [];
    queue.shift();
    if (queue.length > 0) ready.push(partition);
    else queues.delete(partition);
    pass();
  };

  return {
    take(read) {
      for (const { record, partition } of read) {
        const place: Held<R> = { record, partition, isDone: partition === undefined };
        held.push(place);
        if (partition === undefined) continue;
        const queue = queues.get(partition);
        if (queue) queue.push(place);
        else {
          queues.set(partition, [place]);
          ready.push(partition);
        }
      }
      pass();
      begin();
    },
    get isFull() {
      return held.length >= AHEAD;
    },
    get earliest() {
      return held[0]?.record;
    },
    async close() {
      isOpen = false;
      await Promise.all(inHand);
    },
  };
}

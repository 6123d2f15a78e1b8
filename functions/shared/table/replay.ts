import { type Message, OUTBOX_PREFIX } from '../outbox/message.ts';
import type { Aggregate, Stored } from './aggregate.ts';
import { versionKey } from './keys.ts';
import { outboxItem } from './outbox.ts';
import type { StoredItem, Table } from './table.ts';
import { put, type Write } from './write.ts';

/**
 * How a producer announces its records again, from their present state and version: outbox and archive keep events for 30
 * days only, and a capability that is new, or that missed something, needs all that ever held.
 */
export interface Replay {
  /** The event by which the records are told of, e.g. `EntityChanged`. */
  readonly event: string;
  /** The collection in which they are listed. */
  readonly collection: string;
  /** What is to be told of records, given their main items; nothing of one that nobody hears of. */
  readonly announcements: (table: Table, items: readonly StoredItem[]) => Promise<Announcement[]>;
}

export interface Announcement {
  readonly record: Pick<Stored<unknown>, 'pk' | 'version'>;
  readonly message: Message;
}

/** @param messageOf the message by which the record's last change was told; undefined where it was not */
export const replayOf = <H, B, Brief>(
  record: Aggregate<H, B, Brief>,
  event: string,
  collection: string,
  messageOf: (stored: Stored<H & B>, table: Table) => Message | undefined | Promise<Message | undefined>,
): Replay => ({
  event,
  collection,
  announcements: async (table, items) => {
    const announced: Announcement[] = [];
    for (const stored of await record.wholesOf(table, items)) {
      const message = await messageOf(stored, table);
      if (message) announced.push({ record: stored, message });
    }
    return announced;
  },
});

/**
 * The write of an announcement. It is one outbox item a run, version and event: written twice, it is carried once.
 *
 * @param run ISO 8601: when the replay was begun
 */
export const replayWrite = ({ record: { pk, version }, message }: Announcement, run: string): Write =>
  put(outboxItem({ pk, sk: `${OUTBOX_PREFIX}${versionKey(version)}#REPLAY#${run}` }, run, { message }));

import { z } from 'zod';
import type { DistrictId } from '../../shared/kernel/identifier.ts';
import { type Message } from '../../shared/outbox/message.ts';
import { everyItem } from '../../shared/table/every-item.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import { dueKey } from '../../shared/table/listing.ts';
import { outboxWrites } from '../../shared/table/outbox.ts';
import type { Table } from '../../shared/table/table.ts';
import { put, type Write } from '../../shared/table/write.ts';

/** 期限: the last days of what is in force, in the order in which they come; each record is listed by its own. */

/** The collections whose records have a last day. */
export const [ENTITIES, AGREEMENTS] = ['ENTITIES', 'AGREEMENTS'] as const;

const COLLECTIONS = { entity: ENTITIES, agreement: AGREEMENTS } as const;

export interface Term {
  readonly kind: keyof typeof COLLECTIONS;
  readonly recordId: string;
  /** The last day, `YYYY-MM-DD`. */
  readonly until: string;
}

/** A notice is named by the day it speaks of and how many days ahead it does; given again, it fails as `otherwise`. */
export const noticeWrites = (
  pk: Key['pk'],
  until: string,
  daysLeft: number,
  at: string,
  message: Message,
  otherwise: () => Error,
): Write[] => outboxWrites(pk, (Date.parse(until) / 86_400_000) * 100 + daysLeft, at, [message], otherwise);

const watchKey = (districtId: DistrictId): Key => ({ pk: districtKey(districtId, 'TERM_WATCH'), sk: CURRENT });

export const terms = (table: Table) => ({
  /** The last day whose work was done in a district; undefined before the first. */
  async lastWatch(districtId: DistrictId): Promise<string | undefined> {
    const item = await table.get(watchKey(districtId));
    return item && z.string().parse(item['day']);
  },

  /** The write that notes a day's work as done. */
  watchWrite: (districtId: DistrictId, day: string): Write => put({ ...watchKey(districtId), day }),

  /** What ends after one day and up to another. The index may lag: whoever acts reads the record itself. */
  async termsEnding(districtId: DistrictId, after: string, upTo: string): Promise<Term[]> {
    const kinds = Object.keys(COLLECTIONS) as Term['kind'][];
    const found = await Promise.all(
      kinds.map(async (kind) => {
        const entries = await everyItem(table, {
          IndexName: 'byDue',
          KeyConditionExpression: 'dueKey = :key AND dueSort BETWEEN :from AND :to',
          ExpressionAttributeValues: {
            ':key': dueKey(districtId, COLLECTIONS[kind]),
            ':from': `${after}$`,
            ':to': upTo,
          },
        });
        return entries.map(({ pk, dueSort }) => ({
          kind,
          recordId: pk.slice(pk.lastIndexOf('#') + 1),
          until: z.string().parse(dueSort),
        }));
      }),
    );
    return found.flat();
  },
});

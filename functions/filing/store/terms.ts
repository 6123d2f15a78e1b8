import { z } from 'zod';
import type { DistrictId } from '../../shared/kernel/identifier.ts';
import { type Message } from '../../shared/outbox/message.ts';
import { everyItem } from '../../shared/table/every-item.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import { dueKey } from '../../shared/table/listing.ts';
import { outboxWrites } from '../../shared/table/outbox.ts';
import type { Table } from '../../shared/table/table.ts';
import { put, type Write } from '../../shared/table/write.ts';

/** 期限: the last days of what is in force, in the order in which they come. */

const [SORT, TERMS] = ['TERM', 'TERMS'];

const Term = z.object({ kind: z.enum(['entity', 'agreement']), recordId: z.string(), until: z.string() });

export type Term = z.infer<typeof Term>;

/** The write that puts a record's last day into its district's order of days, or takes it out where nothing runs. */
export const termWrite = (districtId: DistrictId, pk: Key['pk'], term: Term, isRunning: boolean): Write =>
  put({
    pk,
    sk: SORT,
    ...term,
    ...(isRunning ? { dueKey: dueKey(districtId, TERMS), dueSort: term.until } : {}),
  });

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
    const entries = await everyItem(table, {
      IndexName: 'byDue',
      KeyConditionExpression: 'dueKey = :key AND dueSort BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':key': dueKey(districtId, TERMS), ':from': `${after}$`, ':to': upTo },
    });
    const items = await table.getMany(entries.map(({ pk, sk }) => ({ pk, sk })));
    return items.flatMap((item) => (item ? [Term.parse(item)] : []));
  },
});

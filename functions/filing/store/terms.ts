import { dueBetween } from '../../shared/deadline/due.ts';
import type { DistrictId } from '../../shared/kernel/identifier.ts';
import { type Message } from '../../shared/outbox/message.ts';
import { type Key, lastPart } from '../../shared/table/keys.ts';
import { outboxWrites } from '../../shared/table/outbox.ts';
import type { Table } from '../../shared/table/table.ts';
import type { Write } from '../../shared/table/write.ts';

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

export const terms = (table: Table) => ({
  /** What ends after one day and up to another. The index may lag: whoever acts reads the record itself. */
  async termsEnding(districtId: DistrictId, after: string, upTo: string): Promise<Term[]> {
    const kinds = Object.keys(COLLECTIONS) as Term['kind'][];
    const found = await Promise.all(
      kinds.map(async (kind) => {
        const due = await dueBetween(table, districtId, COLLECTIONS[kind], { after, upTo });
        return due.map((one) => ({ kind, recordId: lastPart(one.pk), until: one.day }));
      }),
    );
    return found.flat();
  },
});

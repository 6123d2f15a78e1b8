import { z } from 'zod';
import { addDays } from '../kernel/calendar.ts';
import type { DistrictId } from '../kernel/identifier.ts';
import { everyItem } from '../table/every-item.ts';
import { CURRENT, districtKey, type Key } from '../table/keys.ts';
import { dueKey } from '../table/listing.ts';
import type { Table } from '../table/table.ts';
import { put } from '../table/write.ts';

/** 期限: days on which something ends or must have been done, in their order. A record says its own (`Listing.due`). */

export interface Due {
  readonly pk: Key['pk'];
  /** `YYYY-MM-DD` */
  readonly day: string;
}

/** What is due after one day and up to another. The index may lag: whoever acts reads the record itself. */
export async function dueBetween(
  table: Table,
  districtId: DistrictId,
  collection: string,
  { after, upTo }: { readonly after: string; readonly upTo: string },
): Promise<Due[]> {
  const entries = await everyItem(table, {
    IndexName: 'byDue',
    KeyConditionExpression: 'dueKey = :key AND dueSort BETWEEN :from AND :to',
    // `$` is before every character that may follow a day.
    ExpressionAttributeValues: { ':key': dueKey(districtId, collection), ':from': `${after}$`, ':to': upTo },
  });
  return entries.map(({ pk, dueSort }) => ({ pk: pk as Key['pk'], day: z.string().parse(dueSort) }));
}

/**
 * Does a day's work of a district once. Cut off, it is done again from the start; days that were missed are made up for.
 *
 * @param watch whose work it is, e.g. `TERM_WATCH`
 * @param today `YYYY-MM-DD`
 * @param work told the last day whose work was done
 */
export async function oncePerDay(
  table: Table,
  districtId: DistrictId,
  watch: string,
  today: string,
  work: (last: string) => Promise<void>,
): Promise<void> {
  const key: Key = { pk: districtKey(districtId, watch), sk: CURRENT };
  const item = await table.get(key);
  const last = item ? z.string().parse(item['day']) : addDays(today, -1);
  if (last >= today) return;
  await work(last);
  await table.commit([put({ ...key, form: 1, day: today })]);
}

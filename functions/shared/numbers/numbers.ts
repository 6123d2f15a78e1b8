import { z } from 'zod';
import { comparableNumber } from '../kernel/comparison.ts';
import type { DistrictId } from '../kernel/identifier.ts';
import { districtOfNumber, recordNumber, seriesOf } from '../kernel/record-number.ts';
import type { Lists, RowOf } from '../reference/lists/index.ts';
import { form, readForm } from '../table/form.ts';
import { CURRENT, districtKey, type Key } from '../table/keys.ts';
import type { Table } from '../table/table.ts';
import { create, type Write } from '../table/write.ts';

/** Which record bears a number; numbers never change, nor does what they stand for. */
const NUMBER = form('record-number', z.object({ id: z.string() }));

/**
 * A number of a series that nobody else was given. Taken outside the transaction of the record that bears it, so that any
 * number of clerks register at once; a record that fails leaves a gap.
 *
 * @param today a day of China, `YYYY-MM-DD`
 */
export async function takeNumber(table: Table, districtId: DistrictId, prefix: string, today: string): Promise<string> {
  const series = seriesOf(prefix, districtId, today);
  const serial = await table.next(counterKey(districtId, series));
  return recordNumber(series, serial);
}

/** The item that counts a series; its `last` is the number that was given last. */
export const counterKey = (districtId: DistrictId, series: string): Key => ({
  pk: districtKey(districtId, 'COUNTER', series),
  sk: CURRENT,
});

/** The prefix of the series of a kind of record, as it is in force. */
export function prefixOf(record: RowOf<'recordNumbers'>['record'], { recordNumbers }: Lists): string {
  const row = recordNumbers.get(record);
  if (!row) throw new Error(`numbers of a ${record} have no series`);
  return row.prefix;
}

/**
 * Has a record found by its number, in the transaction that makes it. A series that was set back by a restore meets its
 * own numbers here: `otherwise` fails that transaction, and the record is given the next.
 */
export const bearNumber = (districtId: DistrictId, number: string, id: string, otherwise: () => Error): Write =>
  create({ ...keyOf(districtId, number), form: NUMBER.version, id }, otherwise);

/**
 * The identifier of the record that bears a number, however that was typed.
 *
 * @param districts those that the caller reads: a number of any other is as good as none
 */
export async function idOfNumber(
  table: Table,
  districts: readonly DistrictId[],
  typed: string,
): Promise<string | undefined> {
  const number = comparableNumber(typed);
  const districtId = districtOfNumber(number);
  if (districtId === undefined || !districts.includes(districtId)) return undefined;
  const item = await table.get(keyOf(districtId, number));
  return item && readForm(NUMBER, item, item['form']).id;
}

const keyOf = (districtId: DistrictId, number: string): Key => ({
  pk: districtKey(districtId, 'NUMBER', number),
  sk: CURRENT,
});

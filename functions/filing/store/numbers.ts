import { CURRENT, districtKey } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';

/**
 * A number of a series, `<prefix><district><year><six digits>`, that nobody else was given. Taken outside the transaction
 * of the record that bears it, so that any number of clerks register at once; a record that fails leaves a gap.
 */
export async function takeNumber(table: Table, districtId: string, prefix: string, today: string): Promise<string> {
  const series = `${prefix}${districtId}${today.slice(0, 4)}`;
  const serial = await table.next({ pk: districtKey(districtId, 'COUNTER', series), sk: CURRENT });
  return `${series}${String(serial).padStart(6, '0')}`;
}

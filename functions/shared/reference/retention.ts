import { SHIPPED } from './shipped.ts';

const DAYS = new Map(SHIPPED.retention.rows.map(({ record, days }) => [record, days]));

/**
 * For how many days a kind of record is kept, by the list that came with the program: what locks and clears away is set up
 * with a release, and goes by the terms of that.
 *
 * @param record as in `seeds/reference/retention.json`
 */
export function keptDays(record: string): number {
  const days = DAYS.get(record);
  if (days === undefined) throw new Error(`${record} has no term in the list of retention`);
  return days;
}

/** When what was made, or ended, at an instant is cleared away by the table, in seconds since 1970. */
export const clearedAt = (record: string, instant: string): number =>
  Math.floor(Date.parse(instant) / 1000) + keptDays(record) * 24 * 3600;

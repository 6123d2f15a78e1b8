/** A row of a reference list, in force from its first day to its last, both `YYYY-MM-DD` in China and both included. */
export interface Dated {
  readonly from: string;
  /** Null where no last day is known. */
  readonly until: string | null;
}

/** The first day of a row that was always in force, as far as the registry is concerned. */
export const ALWAYS = '0001-01-01';

/**
 * The rows in force on a day, one for each key. Where several of one key cover the day, the one that began last counts;
 * of two that began on one day the later in the list, so that a row loaded later corrects the one before it.
 *
 * A row that ends leaves the earlier ones of its key as they were: to end them all, load a row with the last day of each.
 *
 * @param day `YYYY-MM-DD` in China
 * @param keyOf what the row is about; two rows of one key never hold together
 */
export function inForceOn<R extends Dated>(rows: Iterable<R>, day: string, keyOf: (row: R) => string): Map<string, R> {
  const inForce = new Map<string, R>();
  for (const row of rows) {
    if (row.from > day || (row.until !== null && row.until < day)) continue;
    const key = keyOf(row);
    const other = inForce.get(key);
    if (!other || other.from <= row.from) inForce.set(key, row);
  }
  return inForce;
}

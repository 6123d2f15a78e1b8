/** A row of a reference list, in force from its first day to its last, both `YYYY-MM-DD` in China and both included. */
export interface Dated {
  readonly from: string;
  /** Null where no last day is known. */
  readonly until: string | null;
}

/** The first day of a row that was always in force, as far as the registry is concerned. */
export const ALWAYS = '0001-01-01';

/**
 * The rows in force on a day, one for each key. A row is told apart by its key and its first day: one that stands later in
 * the list with the same two is a correction of it, and takes its place with everything it says, its last day too. Of the
 * rows of one key that cover the day the one that began last counts; when it has ended, the one before it does again.
 *
 * @param day `YYYY-MM-DD` in China
 * @param keyOf what the row is about; two rows of one key never hold together
 */
export function inForceOn<R extends Dated>(rows: Iterable<R>, day: string, keyOf: (row: R) => string): Map<string, R> {
  const corrected = new Map<string, R>();
  for (const row of rows) corrected.set(`${row.from} ${keyOf(row)}`, row);
  const inForce = new Map<string, R>();
  for (const row of corrected.values()) {
    if (row.from > day || (row.until !== null && row.until < day)) continue;
    const key = keyOf(row);
    const other = inForce.get(key);
    if (!other || other.from < row.from) inForce.set(key, row);
  }
  return inForce;
}

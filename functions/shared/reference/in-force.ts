import { addDays } from '../kernel/calendar.ts';

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
  const inForce = new Map<string, R>();
  for (const row of corrected(rows, keyOf)) {
    if (row.from > day || (row.until !== null && row.until < day)) continue;
    const key = keyOf(row);
    const other = inForce.get(key);
    if (!other || other.from < row.from) inForce.set(key, row);
  }
  return inForce;
}

/** The rows that hold on some day, each in the place of those that it corrects. */
export function corrected<R extends Dated>(rows: Iterable<R>, keyOf: (row: R) => string): Iterable<R> {
  const latest = new Map<string, R>();
  for (const row of rows) latest.set(`${row.from} ${keyOf(row)}`, row);
  return latest.values();
}

/** What tells the rows of a list apart; of parameters one row holds, which needs no name. */
export const keyIn = (list: { readonly kind: 'rows' | 'parameters' }): ((row: Dated) => string) =>
  'keyOf' in list ? (list.keyOf as (row: Dated) => string) : () => '';

/**
 * The last day of each row that is in force on a day, as far as it is known: its own, or the day before the next row of the
 * same key begins.
 *
 * @returns null where none is known
 */
export function lastDays<R extends Dated>(
  rows: Iterable<R>,
  day: string,
  keyOf: (row: R) => string,
): (row: R) => string | null {
  const nextFrom = new Map<string, string>();
  for (const row of corrected(rows, keyOf)) {
    if (row.from <= day || (row.until !== null && row.until < row.from)) continue;
    const key = keyOf(row);
    const other = nextFrom.get(key);
    if (other === undefined || row.from < other) nextFrom.set(key, row.from);
  }
  return (row) => {
    const next = nextFrom.get(keyOf(row));
    const before = next === undefined ? null : addDays(next, -1);
    return before === null || (row.until !== null && row.until < before) ? row.until : before;
  };
}

/**
 * Faults of the table, named so that a state machine's Retry can tell the transient from the permanent.
 */

/** Another writer touched the same items; a retry reads the newer version. */
export class ConcurrencyConflict extends Error {
  override readonly name = 'ConcurrencyConflict';
}

/** The table refuses for lack of capacity or is out of reach; a retry may succeed. */
export class TableUnavailable extends Error {
  override readonly name = 'TableUnavailable';
}

/** A cursor that this list did not give: it was changed, or is of another list. */
export class BadCursor extends Error {
  override readonly name = 'BadCursor';
}

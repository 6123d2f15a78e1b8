import type { ColumnKey } from './columns.ts';

/** A sheet as text: its row of titles, and the rows below that are not blank. */
export interface Grid {
  readonly header: Row;
  readonly places: ReadonlyMap<ColumnKey, number>;
  readonly rows: readonly Row[];
}

/** Rows are counted from 1, as a spreadsheet shows them. */
export interface Row {
  readonly no: number;
  readonly cells: readonly string[];
}

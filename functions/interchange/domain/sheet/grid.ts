import type { ColumnKey } from './columns.ts';

/** A sheet as text: its row of titles, and the rows below that are not blank. */
export interface Grid {
  readonly header: Row;
  readonly columns: SheetColumns;
  readonly rows: readonly Row[];
}

/** Where each column stands, and what its title says of its unit; empty text where it says nothing. */
export type SheetColumns = ReadonlyMap<ColumnKey, { readonly place: number; readonly unit: string }>;

/** Rows are counted from 1, as a spreadsheet shows them. */
export interface Row {
  readonly no: number;
  readonly cells: readonly string[];
}

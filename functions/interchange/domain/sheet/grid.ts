import type { Column } from '../../../shared/kernel/headings.ts';
import type { ColumnKey } from './columns.ts';

/** A sheet as text: its row of titles, and the rows below that are not blank. */
export interface Grid {
  readonly header: Row;
  readonly columns: SheetColumns;
  readonly rows: readonly Row[];
}

/** Where each column stands, what its title says of its unit, empty text where it says nothing, and further ones like it. */
export type SheetColumns = ReadonlyMap<ColumnKey, Pick<Column<ColumnKey>, 'place' | 'unit' | 'others'>>;

/** Rows are counted from 1, as a spreadsheet shows them. */
export interface Row {
  readonly no: number;
  readonly cells: readonly string[];
}

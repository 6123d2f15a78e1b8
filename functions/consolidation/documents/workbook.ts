import writeExcel from 'write-excel-file/node';
import { type Cells, type Column, cellsOf } from './table.ts';

/** One sheet of a workbook; its first row is the header and stays in sight. */
export interface WorkbookSheet {
  readonly name: string;
  readonly cells: Cells;
  /** Characters of each column. */
  readonly widths: readonly number[];
}

export const sheetOf = <Row>(name: string, columns: readonly Column<Row>[], rows: readonly Row[]): WorkbookSheet => ({
  name,
  cells: cellsOf(columns, rows),
  widths: columns.map(({ width }) => width),
});

/** An XLSX to go on counting in: numbers are numbers, and no text is a formula. */
export const workbook = (sheets: readonly WorkbookSheet[]): Promise<Buffer> =>
  writeExcel(
    sheets.map(({ name, cells, widths }) => ({
      sheet: name,
      columns: widths.map((width) => ({ width })),
      stickyRowsCount: 1,
      orientation: 'landscape' as const,
      data: cells.map((row, index) => row.map((value) => ({ ...cell(value), ...(index === 0 ? HEADER : {}) }))),
    })),
  ).toBuffer();

const HEADER = { fontWeight: 'bold', backgroundColor: '#DDEBF7' } as const;

const cell = (value: string | number) =>
  typeof value === 'number' ? { value, type: Number } : { value, type: String, format: '@' };

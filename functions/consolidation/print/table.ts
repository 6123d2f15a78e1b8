import { escapeHtml } from '../../shared/http/html.ts';
import type { Sheet } from '../../shared/sheet/sheet.ts';

/** One column of a document, the same in all its written forms. */
export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string | number;
  /** Characters, for a spreadsheet. */
  readonly width: number;
}

export type Cells = readonly (readonly (string | number)[])[];

/** Header and rows. */
export const cellsOf = <Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Cells => [
  columns.map(({ title }) => title),
  ...rows.map((row) => columns.map(({ value }) => value(row))),
];

/** An HTML table whose head is repeated on every sheet of paper. */
export const tableHtml = <Row>(columns: readonly Column<Row>[], rows: readonly Row[], foot: string): string => `<table>
<thead><tr>${columns.map(({ title }) => `<th scope="col">${title}</th>`).join('')}</tr></thead>
<tbody>
${rows.map((row) => `<tr>${columns.map(({ value }) => cellHtml(value(row))).join('')}</tr>`).join('\n')}
</tbody>
<tfoot><tr><td colspan="${columns.length}">${escapeHtml(foot)}</td></tr></tfoot>
</table>`;

const cellHtml = (value: string | number): string =>
  typeof value === 'number'
    ? `<td class="number">${value}</td>`
    : `<td${CODE.test(value) ? ' class="code"' : ''}>${escapeHtml(value)}</td>`;

/** Values that are read digit by digit, such as a number of ours or of a container; they are not broken over lines. */
const CODE = /^[\dA-Z-]{1,21}$/;

/** The table as a sheet of a workbook. */
export const sheetOf = <Row>(name: string, columns: readonly Column<Row>[], rows: readonly Row[]): Sheet => ({
  name,
  rows: cellsOf(columns, rows),
  widths: columns.map(({ width }) => width),
});

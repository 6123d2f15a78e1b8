import { escapeHtml } from '../../shared/http/html.ts';
import { decimalsOf, figure } from '../../shared/print/figures.ts';
import type { Sheet } from '../../shared/sheet/sheet.ts';

/** One column of a document, the same in all its written forms. */
export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string | number;
  /** How many a number shows on paper, e.g. 2 of an amount; without, as many as the column's longest needs. */
  readonly decimals?: number;
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
export function tableHtml<Row>(columns: readonly Column<Row>[], rows: readonly Row[], foot: string): string {
  const decimals = columns.map((column) => column.decimals ?? longestDecimals(column, rows));
  return `<table>
<thead><tr>${columns.map(({ title }) => `<th scope="col">${title}</th>`).join('')}</tr></thead>
<tbody>
${rows.map((row) => `<tr>${columns.map(({ value }, at) => cellHtml(value(row), decimals[at])).join('')}</tr>`).join('\n')}
</tbody>
<tfoot><tr><td colspan="${columns.length}">${escapeHtml(foot)}</td></tr></tfoot>
</table>`;
}

/** So that the figures of a column stand under each other. */
const longestDecimals = <Row>({ value }: Column<Row>, rows: readonly Row[]): number =>
  rows.reduce((longest, row) => {
    const cell = value(row);
    return typeof cell === 'number' ? Math.max(longest, decimalsOf(cell)) : longest;
  }, 0);

const cellHtml = (value: string | number, decimals: number | undefined): string =>
  typeof value === 'number'
    ? `<td class="number">${figure(value, decimals)}</td>`
    : `<td${CODE.test(value) ? ' class="code"' : ''}>${escapeHtml(value)}</td>`;

/**
 * Values that are read digit by digit, such as a number of ours, of a container or a mark; they are not broken over lines.
 */
const CODE = /^[\dA-Z /,-]{1,21}$/;

/** The table as a sheet of a workbook. */
export const sheetOf = <Row>(name: string, columns: readonly Column<Row>[], rows: readonly Row[]): Sheet => ({
  name,
  rows: cellsOf(columns, rows),
  widths: columns.map(({ width }) => width),
});

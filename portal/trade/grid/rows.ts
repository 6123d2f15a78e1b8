import type { Value } from '../../forms/value.ts';
import { figureOf } from './figures.ts';
import { cellsOf, type Titled, titlesOf } from './paste.ts';

/**
 * A row of the grid: one kind of cartons of a line. A line whose goods are packed in several kinds goes on in the rows below
 * it, which have the cells of cartons only.
 */
export interface Row {
  readonly key: string;
  /** Whether it goes on with the line above. */
  readonly isMore: boolean;
  readonly cells: Cells;
  /** Of a line that is registered: its number, and what it is called. */
  readonly line?: { readonly no: number; readonly name: string };
}

export type Cells = Readonly<Record<string, string>>;

export interface Column extends Titled {
  /** Whether the cell is of the whole line, or of the row's cartons. */
  readonly of: 'line' | 'carton';
  readonly kind: 'text' | 'figure' | 'tick';
  /** Of a tick that nobody has touched. */
  readonly isTickedAtFirst?: true;
  /** The id of a list of what may be chosen. */
  readonly list?: string;
  readonly width: 'narrow' | 'usual' | 'wide';
}

export const TICKED = '是';

export const emptyRow = (isMore = false, line?: Row['line']): Row => ({
  key: crypto.randomUUID(),
  isMore,
  cells: {},
  ...(line && { line }),
});

const has = (row: Row, columns: readonly Column[], of: Column['of']): boolean =>
  columns.some(({ key, kind, of: whose }) => whose === of && kind !== 'tick' && (row.cells[key] ?? '').trim() !== '');

export const isBlank = (row: Row, columns: readonly Column[]): boolean =>
  !has(row, columns, 'line') && !has(row, columns, 'carton');

/** Where the cells of a row stand in the body that is sent, as JSON Pointers; undefined while nothing stands in them. */
export interface Place {
  readonly line: string | undefined;
  readonly carton: string | undefined;
}

/** The rows' places. Rows in which nothing stands are not sent, and count nothing. */
export function placesOf(rows: readonly Row[], columns: readonly Column[]): Place[] {
  let line = -1;
  let carton = -1;
  let isSent = false;
  return rows.map((row, index) => {
    const isCarton = has(row, columns, 'carton');
    if (!row.isMore) {
      // A registered line is sent where any of its rows has cartons.
      isSent = row.line
        ? [row, ...moreOf(rows, index)].some((one) => has(one, columns, 'carton'))
        : !isBlank(row, columns) || moreOf(rows, index).some((one) => !isBlank(one, columns));
      if (isSent) line += 1;
      carton = -1;
    }
    if (!isSent) return { line: undefined, carton: undefined };
    if (isCarton) carton += 1;
    return { line: `/lines/${line}`, carton: isCarton ? `/lines/${line}/cartons/${carton}` : undefined };
  });
}

/** The rows in which the line of a row goes on. */
function moreOf(rows: readonly Row[], index: number): Row[] {
  const rest = rows.slice(index + 1);
  const end = rest.findIndex(({ isMore }) => !isMore);
  return end === -1 ? rest : rest.slice(0, end);
}

/** The rows of the line to which a row belongs, from the first up to the one behind the last. */
export function lineAt(rows: readonly Row[], index: number): readonly [from: number, to: number] {
  let from = index;
  while (from > 0 && rows[from]?.isMore) from -= 1;
  return [from, from + 1 + moreOf(rows, from).length];
}

/**
 * What is sent of the rows: lines with their cartons. @param valueIn the value of a cell of a line, e.g. the id of what is
 * named in it
 */
export function linesOf(
  rows: readonly Row[],
  columns: readonly Column[],
  valueIn: (row: Row, column: Column) => Value,
): Value[] {
  const places = placesOf(rows, columns);
  return rows.flatMap((row, index): Value[] => {
    if (row.isMore || places[index]?.line === undefined) return [];
    const all = [row, ...moreOf(rows, index)];
    const cartons = all
      .filter((one) => has(one, columns, 'carton'))
      .map((one) => group(one, columns, 'carton', valueIn));
    return [
      {
        ...(row.line && { lineNo: String(row.line.no) }),
        ...group(row, columns, 'line', valueIn),
        ...(cartons.length > 0 && { cartons }),
      },
    ];
  });
}

const group = (
  row: Row,
  columns: readonly Column[],
  of: Column['of'],
  valueIn: (row: Row, column: Column) => Value,
): Record<string, Value> =>
  Object.fromEntries(columns.filter((one) => one.of === of).map((column) => [column.key, valueIn(row, column)]));

/** Removes a row; with a line go the rows in which it goes on. */
export function without(rows: readonly Row[], index: number): Row[] {
  const count = rows[index]?.isMore ? 1 : 1 + moreOf(rows, index).length;
  return [...rows.slice(0, index), ...rows.slice(index + count)];
}

export interface Pasted {
  readonly rows: readonly Row[];
  readonly count: number;
  /** Titles of the block that name no column. */
  readonly unknown: readonly string[];
  readonly isByTitle: boolean;
  /** Rows for which there was no room. */
  readonly left: number;
}

/**
 * A block of a spreadsheet put into the rows from one cell on: by its titles where its first row has them, else column by
 * column as they stand. Rows of which only cartons are told go on with the line above.
 *
 * @param canAdd whether rows may be added, at most so many
 */
export function pasted(
  rows: readonly Row[],
  columns: readonly Column[],
  text: string,
  at: { readonly row: number; readonly column: number },
  most: number,
): Pasted {
  const [first = [], ...others] = cellsOf(text);
  const titles = titlesOf(first, columns);
  const block = titles ? others : [first, ...others];
  const keys = titles ?? columns.slice(at.column).map(({ key }) => key);
  const room = Math.max(0, most - at.row);
  const after = [...rows];
  for (const [index, cells] of block.slice(0, room).entries()) {
    const told = Object.fromEntries(
      cells.flatMap((cell, place): [string, string][] => {
        const column = columns.find(({ key }) => key === keys[place]);
        return column ? [[column.key, cellOf(cell, column)]] : [];
      }),
    );
    const before = after[at.row + index];
    const row = before ?? emptyRow();
    after[at.row + index] = {
      ...row,
      isMore: before && !isBlank(before, columns) ? before.isMore : goesOn(told, columns, index),
      cells: { ...row.cells, ...told },
    };
  }
  return {
    rows: after,
    count: Math.min(block.length, room),
    unknown: titles ? first.filter((title, place) => titles[place] === undefined && title.trim() !== '') : [],
    isByTitle: titles !== undefined,
    left: Math.max(0, block.length - room),
  };
}

const goesOn = (told: Cells, columns: readonly Column[], index: number): boolean =>
  index > 0 &&
  columns.some(({ key, of }) => of === 'line' && key in told) &&
  columns.every(({ key, of }) => of === 'carton' || (told[key] ?? '') === '') &&
  columns.some(({ key, of }) => of === 'carton' && (told[key] ?? '') !== '');

const YES: ReadonlySet<string> = new Set(['是', '√', 'Y', 'YES', '1', 'TRUE', '有']);

/** A cell as it is kept: a figure plain, a tick by its one word. */
export function cellOf(typed: string, { kind }: Column): string {
  if (kind === 'figure') return figureOf(typed);
  if (kind === 'tick') return YES.has(typed.trim().toUpperCase()) ? TICKED : typed.trim() === '' ? '' : '否';
  return typed.trim();
}

/** Excel reads a CSV as UTF-8 only behind a byte order mark. */
const BYTE_ORDER_MARK = '\uFEFF';

/** One table of text, RFC 4180, as Excel opens it. */
export const csvOf = (rows: readonly (readonly (string | number)[])[]): string =>
  BYTE_ORDER_MARK + rows.map((cells) => `${cells.map(written).join(',')}\r\n`).join('');

/** Text that a spreadsheet would take for a formula is led by an apostrophe, which makes it text. */
function written(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The apostrophe by which `csvOf` and spreadsheets mark text. */
const read = (cell: string): string => cell.replace(/^'(?=[=+\-@\t\r])/, '');

const QUOTED = /"([^"]*(?:""[^"]*)*)(?:"|$)/y;

/** How the cells of a table of text are divided, with the patterns of each. */
const PATTERNS = {
  ',': { PLAIN: /[^,\r\n]*/y, BLANK: /[, \t]*(?:\r\n|\r|\n)/y, END: /,|\r\n|\r|\n|$/y },
  '\t': { PLAIN: /[^\t\r\n]*/y, BLANK: /[ \t]*(?:\r\n|\r|\n)/y, END: /\t|\r\n|\r|\n|$/y },
  ';': { PLAIN: /[^;\r\n]*/y, BLANK: /[; \t]*(?:\r\n|\r|\n)/y, END: /;|\r\n|\r|\n|$/y },
} as const;

/**
 * A comma, or what Excel and others write in its place: a tab (as Unicode text), a semicolon (where the comma is decimal).
 */
export type Separator = keyof typeof PATTERNS;

/**
 * The first rows of a CSV that have something in them, with their numbers from 1; a quote that is never closed runs to the
 * end. Excel writes a row of commas for each that has a format only.
 *
 * @param maxCells of the rows that are returned
 * @param separator of cells
 * @throws RangeError where there are more
 */
export function csvRows(
  text: string,
  count: number,
  maxCells = Number.POSITIVE_INFINITY,
  separator: Separator = ',',
): { no: number; cells: string[] }[] {
  // A row of nothing but separators and blanks is BLANK: there may be millions.
  const { PLAIN, BLANK, END } = PATTERNS[separator];
  const rows: { no: number; cells: string[] }[] = [];
  let [at, kept, no] = [0, 0, 1];
  const next = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    at += match?.[0].length ?? 0;
    return match;
  };
  let row: string[] = [];
  while (at < text.length && rows.length < count) {
    if (row.length === 0 && next(BLANK)) {
      no += 1;
      continue;
    }
    const quoted = next(QUOTED)?.[1]?.replaceAll('""', '"') ?? '';
    row.push(read(quoted + (next(PLAIN)?.[0] ?? '')));
    if (kept + row.length > maxCells) throw new RangeError(`more than ${maxCells} cells`);
    if (next(END)?.[0] === separator && at < text.length) continue;
    const filled = row.findLastIndex((cell) => cell.trim() !== '');
    if (filled >= 0) rows.push({ no, cells: row.slice(0, filled + 1) });
    kept += filled + 1;
    no += 1;
    row = [];
  }
  return rows;
}

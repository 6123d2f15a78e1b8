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
const PLAIN = /[^,\r\n]*/y;
const END = /,|\r\n|\r|\n|$/y;

/**
 * The first rows of a CSV; a quote that is never closed runs to the end.
 *
 * @param maxCells of all rows that are read
 * @throws RangeError where there are more
 */
export function csvRows(text: string, count: number, maxCells = Number.POSITIVE_INFINITY): string[][] {
  const rows: string[][] = [];
  let [at, cells] = [0, 0];
  const next = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    at += match?.[0].length ?? 0;
    return match;
  };
  let row: string[] = [];
  while (at < text.length && rows.length < count) {
    const quoted = next(QUOTED)?.[1]?.replaceAll('""', '"') ?? '';
    if ((cells += 1) > maxCells) throw new RangeError(`more than ${maxCells} cells`);
    row.push(read(quoted + (next(PLAIN)?.[0] ?? '')));
    if (next(END)?.[0] === ',' && at < text.length) continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

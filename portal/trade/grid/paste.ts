/** A block of cells as spreadsheets put it on the clipboard: tabs between cells, quotes around what holds tabs or lines. */
export function cellsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (text.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (sign === '"' && cell === '') isQuoted = true;
    else if (sign === '\t') {
      row.push(cell);
      cell = '';
    } else if (sign === '\n') {
      rows.push([...row, cell]);
      row = [];
      cell = '';
    } else if (sign !== '\r') cell += sign;
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell]);
  return rows;
}

/** Whether what is pasted is more than one cell. */
export const isBlock = (text: string): boolean => /[\t\n]/.test(text.trimEnd());

export interface Titled {
  readonly key: string;
  readonly title: string;
  readonly aliases: readonly string[];
}

/** A title as it is compared: marks, spaces and the unit in brackets aside. */
const bare = (title: string): string =>
  title
    .normalize('NFKC')
    .replaceAll(/[\s*]|\(.*?\)/g, '')
    .toUpperCase();

/** So many titles make a row of titles. */
const ENOUGH = 2;

/** Which column each cell of a row of titles names; undefined where the row is none. */
export function titlesOf(
  row: readonly string[],
  columns: readonly Titled[],
): readonly (string | undefined)[] | undefined {
  const named = row.map((cell) => {
    const title = bare(cell);
    return title === ''
      ? undefined
      : columns.find((column) => [column.title, ...column.aliases].some((one) => bare(one) === title))?.key;
  });
  return named.filter((key) => key !== undefined).length >= ENOUGH ? named : undefined;
}

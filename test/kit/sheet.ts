import { csvRows } from '../../functions/shared/sheet/csv.ts';
import { sheetsIn } from '../../functions/shared/sheet/sheet.ts';

interface Row {
  readonly no: number;
  readonly cells: readonly string[];
}

/** The rows at their places, as wide as the widest: a table as people see it. */
function tableOf(rows: readonly Row[]): string[][] {
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length));
  const table: string[][] = Array.from({ length: rows.at(-1)?.no ?? 0 }, () => Array<string>(width).fill(''));
  for (const { no, cells } of rows) table[no - 1]?.splice(0, cells.length, ...cells);
  return table;
}

/** The table of the sheet that is seen first. */
export const sheetRows = async (bytes: Buffer, count: number): Promise<string[][]> =>
  tableOf(sheetsIn(bytes)[0]?.rows(count) ?? []);

export const csvTable = (text: string, count: number): string[][] => tableOf(csvRows(text, count));

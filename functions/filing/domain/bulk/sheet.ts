import type { FormSheet } from './kinds.ts';
import type { SheetLists } from './reading.ts';
import { type Fault, readRow, type SheetRow } from './row.ts';

/** At most so many records in one sheet. */
export const MAX_ROWS = 1000;

/** Says so of rows that repeat another: two of one sheet cannot be the same record, nor two merchants stand on one stall. */
export function withRepetitions(
  sheet: FormSheet,
  titles: readonly string[],
  rows: readonly SheetRow[],
  lists: SheetLists,
): SheetRow[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const { fields, references } = readRow(sheet, titles, row, lists);
    const named = references.map(({ column, text }) => [column.title, text]);
    const repeated = sheet.marks(named.length === 0 ? fields : { ...fields, named }).flatMap((one): Fault[] => {
      const first = seen.get(one.mark);
      if (first === undefined) seen.set(one.mark, row.no);
      if (first === undefined) return [];
      const message = `${one.what}与第 ${first} 行重复；同一表中一户或一项只填一行，请删去一行或改正`;
      return [{ column: one.column, code: 'REPEATED', message }];
    });
    return repeated.length === 0 ? row : { ...row, repeated };
  });
}

import { stallKey } from '../entity.ts';
import { COLUMNS, columnsIn } from './columns.ts';
import { cellText, type SheetLists } from './reading.ts';
import { type Fault, readRow, type SheetRow } from './row.ts';

/** At most so many merchants in one sheet. */
export const MAX_ROWS = 1000;

/** Rows above the titles: a heading, a date, instructions. */
export const MAX_HEADING_ROWS = 20;

/** A sheet of merchants: its row of titles, and the rows below that are not blank. */
export interface MerchantSheet {
  readonly titles: readonly string[];
  readonly rows: readonly SheetRow[];
}

/** The sheet in a table of cells; the titles are the first row that has every required one. */
export function merchantSheet(table: readonly (readonly string[])[], lists: SheetLists): MerchantSheet | undefined {
  const at = table.slice(0, MAX_HEADING_ROWS).findIndex((cells) => missingTitles(cells).length === 0);
  const titles = table[at];
  if (!titles) return undefined;
  const rows = table
    .map((cells, index) => ({ no: index + 1, cells }))
    .slice(at + 1)
    .filter(({ cells }) => cells.some((cell) => cellText(cell) !== ''));
  return { titles, rows: withRepetitions(titles, rows, lists) };
}

/** The required titles that a row does not have. */
export function missingTitles(cells: readonly string[]): string[] {
  const places = columnsIn(cells);
  return COLUMNS.filter((column) => column.required && !places.has(column)).map((column) => column.title);
}

/** What the row that is most like titles lacks; for whoever took the wrong file. */
export const closestMissing = (table: readonly (readonly string[])[]): string[] =>
  table
    .slice(0, MAX_HEADING_ROWS)
    .map(missingTitles)
    .reduce((best, one) => (one.length < best.length ? one : best), missingTitles([]));

/** Two rows of one sheet cannot be the same merchant, nor stand on the same stall. */
function withRepetitions(titles: readonly string[], rows: readonly SheetRow[], lists: SheetLists): SheetRow[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const repeated = marksOf(titles, row, lists).flatMap(({ mark, column, what }): Fault[] => {
      const first = seen.get(mark);
      if (first === undefined) seen.set(mark, row.no);
      if (first === undefined) return [];
      const message = `${what}与第 ${first} 行重复；同一表中一户只填一行，请删去一行或改正`;
      return [{ column, code: 'REPEATED', message }];
    });
    return repeated.length === 0 ? row : { ...row, repeated };
  });
}

function marksOf(
  titles: readonly string[],
  row: SheetRow,
  lists: SheetLists,
): { mark: string; column: string; what: string }[] {
  const { entity } = readRow(titles, row, lists);
  const {
    unifiedSocialCreditCode: code,
    marketId,
    stall,
  } = entity as {
    unifiedSocialCreditCode?: string;
    marketId?: string;
    stall?: { building?: string; floor?: string; street?: string; number?: string };
  };
  const { building, number } = stall ?? {};
  return [
    ...(code
      ? [{ mark: `code ${code.toUpperCase()}`, column: '统一社会信用代码', what: `统一社会信用代码“${code}”` }]
      : []),
    ...(building && number
      ? [
          {
            mark: `stall ${marketId} ${stallKey({ ...stall, building, number })}`,
            column: '摊位号',
            what: '市场和摊位',
          },
        ]
      : []),
  ];
}

import { stallKey } from '../../../shared/kernel/stall.ts';
import type { SheetLists } from './reading.ts';
import { type Fault, readRow, type SheetRow } from './row.ts';

/** At most so many merchants in one sheet. */
export const MAX_ROWS = 1000;

/** Says so of rows that repeat another: two of one sheet cannot be the same merchant, nor stand on the same stall. */
export function withRepetitions(titles: readonly string[], rows: readonly SheetRow[], lists: SheetLists): SheetRow[] {
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

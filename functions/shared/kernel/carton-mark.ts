import { normalised } from './marks.ts';

/**
 * The shipping mark 唛头 on every carton of a trade line and the number of the carton, e.g. `5E7G9A-1 C/150`: the last
 * letters of the trade's identifier, its line, the carton (designed for this project).
 */

/** What the marks of a trade's cartons begin with. */
export const tradeMark = (tradeId: string): string => tradeId.slice(-6);

export const lineMark = (tradeId: string, lineNo: number): string => `${tradeMark(tradeId)}-${lineNo}`;

const MARK = /^([0-9A-HJKMNP-TV-Z]{6})\s*[-\p{Pd}]\s*(\d{1,3})(?:\s*C\s*\/?\s*\d[\d,\s-]*)?$/u;

/** Trade and line of a mark, with or without carton numbers, however it was typed; undefined where a text is none. */
export function parseMark(typed: string): { readonly mark: string; readonly lineNo: number } | undefined {
  const [, mark, line] = MARK.exec(normalised(typed, 'NFKC').trim().toUpperCase()) ?? [];
  return mark === undefined ? undefined : { mark, lineNo: Number(line) };
}

import { comparableNumber } from '../../shared/kernel/comparison.ts';
import { normaliseCode } from '../../shared/kernel/text.ts';
import { isLabel, type Misread, parseLabel } from './label.ts';

/** A lot by the trade's number, or by the mark that every carton of a trade bears. */
export type LotName =
  | { readonly tradeNumber: string; readonly lineNo: number }
  | { readonly tradeMark: string; readonly lineNo: number };

/** What a text that was read or typed is about. */
export type Subject =
  | { readonly of: 'CARTON'; readonly lot: LotName; readonly carton: number }
  | { readonly of: 'PILE'; readonly lot: LotName; readonly pile: string; readonly count: number }
  /** Cartons without labels of their own, so many at once. */
  | { readonly of: 'LIFT'; readonly lot: LotName }
  | { readonly of: 'MARK' }
  | { readonly of: 'MISREAD'; readonly why: Misread };

/** A trade's number and its line in three digits, e.g. `JD5001112026000123004`. */
const LOT = /^([A-Z]{2}\d{16,17})(\d{3})$/;

/** `5E7G9A-1`, a lot; `5E7G9A-1 C/5`, a carton of it. */
const MARKED = /^([0-9A-HJKMNP-TV-Z]{6})\s{0,3}-\s{0,3}(\d{1,3})(?:\s{0,3}C\s{0,3}\/?\s{0,3}(\d{1,5}))?$/;

/** The lot as labels name it. */
export const lotCode = (tradeNumber: string, lineNo: number): string =>
  `${tradeNumber}${String(lineNo).padStart(3, '0')}`;

/** The lot that a text names; undefined where it names none, whether or not there is such a trade. */
export function lotName(typed: string): LotName | undefined {
  const text = normaliseCode(typed);
  const [, tradeNumber, line] = LOT.exec(text) ?? [];
  if (tradeNumber !== undefined) return { tradeNumber, lineNo: Number(line) };
  const [, tradeMark, lineNo, carton] = MARKED.exec(text) ?? [];
  return tradeMark === undefined || carton !== undefined ? undefined : { tradeMark, lineNo: Number(lineNo) };
}

export function subjectOf(typed: string): Subject {
  if (isLabel(typed)) return labelled(typed);
  const [, tradeMark, line, carton] = MARKED.exec(normaliseCode(typed)) ?? [];
  if (tradeMark !== undefined && carton !== undefined) {
    return { of: 'CARTON', lot: { tradeMark, lineNo: Number(line) }, carton: Number(carton) };
  }
  const lot = lotName(typed);
  return lot ? { of: 'LIFT', lot } : { of: 'MARK' };
}

function labelled(typed: string): Subject {
  const label = parseLabel(typed);
  if (typeof label === 'string') return { of: 'MISREAD', why: label };
  if (label.of === 'BOX') return { of: 'MISREAD', why: 'FORM' };
  const lot = lotName(label.lot);
  if (!lot) return { of: 'MARK' };
  return label.of === 'CARTON'
    ? { of: 'CARTON', lot, carton: label.carton }
    : { of: 'PILE', lot, pile: label.pile, count: label.count };
}

/** By what a mark that nobody knows yet is found again, however it was typed. */
export const markKey = (typed: string): string => comparableNumber(typed);

import type { Currency } from '../../shared/kernel/money.ts';
import type { DeclarationRules } from './declaration/declaration-rules.ts';
import { first, sum } from './sums.ts';
import type { TradeLine, TradeSnapshot } from './trade.ts';

/** A trade line as a declaration takes it. */
export type SourceLine = TradeLine & { readonly tradeId: string; readonly currency: Currency };

export const sourceLines = (trade: TradeSnapshot): SourceLine[] =>
  trade.lines.map((line) => Object.assign({ tradeId: trade.tradeId, currency: trade.currency }, line));

/** Goods of one HS code, name and currency. */
export interface Kind {
  readonly hsCode: string;
  readonly name: string;
  readonly currency: Currency;
  readonly amountUsdMinor: number;
  /** The reason why the kind is never merged with others, in Chinese; undefined where it may be. */
  readonly barrier: string | undefined;
  /** Highest value first. */
  readonly lines: readonly SourceLine[];
}

/** The kinds of trade lines, highest value first. */
export function kindsOf(lines: readonly SourceLine[], rules: DeclarationRules): Kind[] {
  const groups = Map.groupBy(lines, (line) =>
    JSON.stringify([line.hsCode, line.nameZh, line.currency, barrierOf(line, rules) ?? null]),
  );
  const kinds = [...groups.values()].map((group): Kind => {
    const sorted = group.toSorted(
      (a, b) => b.amountUsdMinor - a.amountUsdMinor || compare(a.tradeId, b.tradeId) || a.lineNo - b.lineNo,
    );
    const lead = first(sorted);
    return {
      hsCode: lead.hsCode,
      name: lead.nameZh,
      currency: lead.currency,
      amountUsdMinor: sum(sorted, (line) => line.amountUsdMinor),
      barrier: barrierOf(lead, rules),
      lines: sorted,
    };
  });
  return kinds.sort(byValue);
}

function barrierOf(line: SourceLine, rules: DeclarationRules): string | undefined {
  if (line.inspectionRequired) return '属实施检验检疫的商品';
  if (line.exportDuty) return '属应征出口关税的商品';
  const exception = rules.exceptions.find(({ hsPrefix }) => line.hsCode.startsWith(hsPrefix));
  return exception && `属海关另有规定的商品（${exception.legalBasis}）`;
}

/** Value descending, then HS code, name and currency ascending. */
export const byValue = (a: Kind, b: Kind): number =>
  b.amountUsdMinor - a.amountUsdMinor ||
  compare(a.hsCode, b.hsCode) ||
  compare(a.name, b.name) ||
  compare(a.currency, b.currency) ||
  compare(a.barrier ?? '', b.barrier ?? '');

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

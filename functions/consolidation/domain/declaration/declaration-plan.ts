import { kindsOf, type SourceLine, sourceLines } from '../kinds.ts';
import { sum } from '../sums.ts';
import type { TradeSnapshot } from '../trade.ts';
import { fewest, joined, type Parcel, parcelOf, within } from './declaration-parcels.ts';
import type { DeclarationRules } from './declaration-rules.ts';
import { type DeclarationLine, simplify } from './simplified-declaration.ts';

/** One export declaration: one consignor (the trade operator), one consignee (the buyer). */
export interface PlannedDeclaration {
  readonly no: number;
  readonly buyerId: string;
  readonly totalUsdMinor: number;
  readonly lines: DeclarationLine[];
}

export interface DeclarationPlan {
  readonly declarations: readonly PlannedDeclaration[];
  /** No arrangement needs fewer: for each buyer its value over the limit, and its unmergeable kinds over the lines. */
  readonly lowerBound: number;
}

/**
 * Spreads trades over as few declarations as can be found, per buyer, each within the value limit (海关总署公告2019年第221号)
 * and the form's lines. Trades stay whole, unless one exceeds a declaration by itself or dividing saves a declaration;
 * lines are never divided.
 *
 * @throws RangeError when a single line exceeds the limit; the request for such a consolidation is refused before
 */
export function planDeclarations(trades: readonly TradeSnapshot[], rules: DeclarationRules): DeclarationPlan {
  const buyers = [...Map.groupBy(trades, (trade) => trade.buyerId)].sort(([a], [b]) => (a < b ? -1 : 1));
  const bounds = buyers.map(([, group]) => fewestPossible(group.flatMap(sourceLines), rules));
  const declarations = buyers.flatMap(([buyerId, group], at) =>
    spread(group, bounds[at]!, rules).map(({ lines, usdMinor }) => ({
      buyerId,
      totalUsdMinor: usdMinor,
      lines: simplify(lines, rules),
    })),
  );
  return {
    declarations: declarations.map((declaration, index) => Object.assign({ no: index + 1 }, declaration)),
    lowerBound: sum(bounds, (bound) => bound),
  };
}

function fewestPossible(lines: readonly SourceLine[], rules: DeclarationRules): number {
  const value = sum(lines, (line) => line.amountUsdMinor);
  const barred = kindsOf(lines, rules).filter(({ barrier }) => barrier !== undefined).length;
  return Math.max(1, Math.ceil(value / rules.maxUsd), Math.ceil(barred / rules.maxLines));
}

/** Lines of a buyer for which dividing is tried; more take longer than what they save is worth. */
const MAX_DIVIDED = 1000;

/** The trades of one buyer on as few declarations as can be found: whole where that takes no more of them. */
function spread(trades: readonly TradeSnapshot[], bound: number, rules: DeclarationRules): Parcel[] {
  const whole = trades.map((trade) => parcelOf(sourceLines(trade)));
  const byTrade = fewest(
    whole.flatMap((parcel) => (within(parcel, rules) ? [parcel] : divided(parcel, rules))),
    bound,
    rules,
  );
  if (sum(whole, ({ lines }) => lines.length) > MAX_DIVIDED) return byTrade;
  for (let count = bound; count < byTrade.length; count += 1) {
    const few = divideSome(whole, count, rules);
    if (few) return few;
  }
  return byTrade;
}

/** A trade over the limit as few parcels of its lines. */
const divided = (parcel: Parcel, rules: DeclarationRules): Parcel[] => {
  const over = parcel.lines.find((line) => line.amountUsdMinor > rules.maxUsd);
  if (over) throw new RangeError(`line ${over.lineNo} of ${over.tradeId} exceeds one declaration`);
  return fewest(linesOf(parcel), 1, rules);
};

const linesOf = ({ lines }: Parcel): Parcel[] => lines.map((line) => parcelOf([line]));

/** So many declarations that hold all trades: those that find no place whole are divided over what room there is. */
function divideSome(whole: readonly Parcel[], count: number, rules: DeclarationRules): Parcel[] | undefined {
  const filled: Parcel[] = Array.from({ length: count }, () => parcelOf([]));
  /**
   * Best fit: puts a parcel on the declaration where it leaves least room, so that the room left elsewhere stays in one
   * piece.
   */
  const place = (parcel: Parcel): boolean => {
    const best = [...filled.keys()]
      .sort((a, b) => filled[b]!.usdMinor - filled[a]!.usdMinor || a - b)
      .find((at) => within(joined(filled[at]!, parcel), rules));
    if (best !== undefined) filled[best] = joined(filled[best]!, parcel);
    return best !== undefined;
  };
  const byValue = (parcels: readonly Parcel[]): Parcel[] => parcels.toSorted((a, b) => b.usdMinor - a.usdMinor);
  const unplaced = byValue(whole).filter((parcel) => !place(parcel));
  if (!byValue(unplaced.flatMap(linesOf)).every(place)) return undefined;
  return filled.filter(({ lines }) => lines.length > 0);
}

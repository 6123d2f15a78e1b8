import type { DeclarationRules } from './declaration-rules.ts';
import { type SourceLine, sourceLines } from './kinds.ts';
import { countLines, type DeclarationLine, simplify } from './simplified-declaration.ts';
import { sum } from './sums.ts';
import type { TradeSnapshot } from './trade.ts';

/** One export declaration: one consignor (the trade operator), one consignee (the buyer). */
export interface PlannedDeclaration {
  readonly no: number;
  readonly buyerId: string;
  readonly totalUsdMinor: number;
  readonly lines: DeclarationLine[];
}

export interface DeclarationPlan {
  readonly declarations: readonly PlannedDeclaration[];
  /** No arrangement needs fewer: the buyers' values over the limit, rounded up. */
  readonly lowerBound: number;
}

/** Trade lines that go onto the same declaration. */
interface Parcel {
  readonly lines: readonly SourceLine[];
  readonly usdMinor: number;
}

/**
 * Spreads trades over as few declarations as first-fit decreasing finds, per buyer, each within the value limit
 * (海关总署公告2019年第221号) and the form's lines. A trade is divided only where it exceeds a declaration by itself.
 *
 * @throws RangeError when a single line exceeds the limit; the request for such a consolidation is refused before
 */
export function planDeclarations(trades: readonly TradeSnapshot[], rules: DeclarationRules): DeclarationPlan {
  const buyers = [...Map.groupBy(trades, (trade) => trade.buyerId)].sort(([a], [b]) => (a < b ? -1 : 1));
  const declarations = buyers.flatMap(([buyerId, group]) =>
    firstFit(
      group.flatMap((trade) => parcelsOf(sourceLines(trade), rules)),
      rules,
    ).map(({ lines, usdMinor }) => ({
      buyerId,
      totalUsdMinor: usdMinor,
      lines: simplify(lines, rules),
    })),
  );
  return {
    declarations: declarations.map((declaration, index) => Object.assign({ no: index + 1 }, declaration)),
    lowerBound: sum(buyers, ([, group]) => Math.max(1, Math.ceil(valueOf(group.flatMap(sourceLines)) / rules.maxUsd))),
  };
}

/** A trade as one parcel, or, where it exceeds a declaration, as few parcels of its lines. */
function parcelsOf(lines: readonly SourceLine[], rules: DeclarationRules): Parcel[] {
  const whole = { lines, usdMinor: valueOf(lines) };
  if (fits(whole, rules)) return [whole];
  const single = lines.map((line) => ({ lines: [line], usdMinor: line.amountUsdMinor }));
  const over = single.find((parcel) => parcel.usdMinor > rules.maxUsd);
  if (over) throw new RangeError(`line ${over.lines[0]?.lineNo} of ${over.lines[0]?.tradeId} exceeds one declaration`);
  return firstFit(single, rules);
}

function firstFit(parcels: readonly Parcel[], rules: DeclarationRules): Parcel[] {
  const filled: Parcel[] = [];
  // Sorting is stable: parcels of equal value keep the order of the trades.
  for (const parcel of parcels.toSorted((a, b) => b.usdMinor - a.usdMinor)) {
    const index = filled.findIndex((open) => takes(open, parcel, rules));
    const open = filled[index];
    if (open) filled[index] = joined(open, parcel);
    else filled.push(parcel);
  }
  return filled;
}

const joined = (a: Parcel, b: Parcel): Parcel => ({
  lines: [...a.lines, ...b.lines],
  usdMinor: a.usdMinor + b.usdMinor,
});

const takes = (open: Parcel, parcel: Parcel, rules: DeclarationRules): boolean =>
  open.usdMinor + parcel.usdMinor <= rules.maxUsd && fits(joined(open, parcel), rules);

const fits = (parcel: Parcel, rules: DeclarationRules): boolean =>
  parcel.usdMinor <= rules.maxUsd && countLines(parcel.lines, rules) <= rules.maxLines;

const valueOf = (lines: readonly SourceLine[]): number => sum(lines, (line) => line.amountUsdMinor);

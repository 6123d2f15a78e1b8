import type { PackingRow, PackingTotals } from './packing-list.ts';
import { totalsOf } from './packing-list.ts';
import { sum } from './sums.ts';
import type { TradeSnapshot } from './trade.ts';

/** One trade on the combination sheet 组货单: what was loaded of it, where, and on which declarations. */
export interface CombinationRow extends PackingTotals {
  readonly trade: TradeSnapshot;
  /** Different goods, by HS code and name. */
  readonly kinds: number;
  readonly usdMinor: number;
  readonly containerNos: readonly number[];
  readonly declarationNos: readonly number[];
}

/** @param packed the rows of the packing list, one list for each container in order */
export function combinationRows(
  trades: readonly TradeSnapshot[],
  packed: readonly (readonly PackingRow[])[],
): CombinationRow[] {
  const rows = packed.flatMap((list, index) => list.map((row) => Object.assign({ containerNo: index + 1 }, row)));
  const byTrade = Map.groupBy(rows, ({ tradeId }) => tradeId);
  return trades.map((trade) => {
    const own = byTrade.get(trade.tradeId) ?? [];
    return {
      ...totalsOf(own),
      trade,
      kinds: new Set(trade.lines.map(({ hsCode, nameZh }) => `${hsCode} ${nameZh}`)).size,
      usdMinor: sum(trade.lines, ({ amountUsdMinor }) => amountUsdMinor),
      containerNos: distinct(own.map(({ containerNo }) => containerNo)),
      declarationNos: distinct(own.map(({ declarationNo }) => declarationNo)),
    };
  });
}

const distinct = (numbers: readonly number[]): number[] => [...new Set(numbers)].sort((a, b) => a - b);

import type { Consolidation } from './consolidation.ts';
import type { ConsolidationRequest } from './request.ts';
import { sum } from './sums.ts';
import { isMeasured, type TradeSnapshot } from './trade.ts';

/** A new consolidation of admitted trades, not yet planned; where some are not measured, it waits for that. */
export function draft(
  identity: Pick<Consolidation, 'id' | 'consolidationNumber' | 'districtId'>,
  request: ConsolidationRequest,
  trades: readonly TradeSnapshot[],
): Consolidation {
  const { containerTypes, awaitMeasures: _asked, ...rest } = request;
  return {
    ...identity,
    status: trades.every(isMeasured) ? 'PLANNING' : 'AWAITING_MEASURES',
    planning: 1,
    measures: [],
    ...rest,
    ...(containerTypes === undefined ? {} : { containerTypes }),
    cargo: cargoOf(trades),
  };
}

/** The cargo of trades in figures. */
export function cargoOf(trades: readonly TradeSnapshot[]): Consolidation['cargo'] {
  const lines = trades.flatMap((trade) => trade.lines);
  const groups = lines.flatMap((line) => line.cartons);
  return {
    cartons: sum(groups, (group) => group.count),
    volumeMm3: sum(groups, (group) => group.count * group.lengthMm * group.widthMm * group.heightMm),
    grossG: sum(groups, (group) => group.count * group.grossG),
    totalUsdMinor: sum(lines, (line) => line.amountUsdMinor),
  };
}

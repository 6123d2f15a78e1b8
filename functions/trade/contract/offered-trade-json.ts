import type { TradeJson, TradeSummaryJson } from './trades.ts';

/**
 * A trade as the consolidator sees it to whom it is offered. What it loads and declares is shown: goods, cartons, masses,
 * ports, the buyer, and what each line is worth, for the 组货单 and the declarations state it and are cut by it. What the
 * parties answer for among themselves and before their centre is not: vouchers, explanations, what a review is about.
 */
export const offeredTradeToJson = (trade: TradeJson): TradeJson => {
  const {
    voucher: _voucher,
    explanation: _explanation,
    measuring: _measuring,
    reviewDecision: _decision,
    correction: _correction,
    ...shown
  } = trade;
  return { ...offeredSummaryToJson(shown), vouchers: [], acceptedWarnings: [] };
};

/** The same of a trade in a list. */
export const offeredSummaryToJson = <T extends Pick<TradeSummaryJson, 'reviewFindings'>>(trade: T): T => ({
  ...trade,
  reviewFindings: [],
});

/** Chinese of the enumerations of trade; those that other capabilities are told too stand in `functions/events/names.ts`. */

export const TRADE_REVIEW_DECISION_NAMES = { RELEASE: '放行', REJECT: '不予通过' } as const;

/** What the figures of trades are summed up by. */
export const GROUPING_NAMES = {
  district: '区县',
  market: '市场',
  chapter: '商品章',
  destination: '最终目的国',
} as const;

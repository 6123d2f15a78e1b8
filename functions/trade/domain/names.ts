/** Chinese of the enumerations of trade; those that other capabilities are told too stand in `functions/events/names.ts`. */

export const TRADE_REVIEW_DECISION_NAMES = { RELEASE: '放行', REJECT: '不予通过' } as const;

/** What the figures of trades are summed up by. */
export const GROUPING_NAMES = {
  district: '区县',
  market: '市场',
  chapter: '商品章',
  destination: '最终目的国',
} as const;

/** What was done with a trade, as its versions call it. */
export const TRADE_ACTION_NAMES: Readonly<Record<string, string>> = {
  REGISTER: '登记',
  MEASURE: '录入箱规',
  CORRECT: '更正',
  RELEASE: '复核放行',
  REJECT: '复核不予通过',
  WITHDRAW: '撤回',
  FOLLOW_CONSOLIDATION: '随组货单变化',
};

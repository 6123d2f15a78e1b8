/** Chinese of the enumerations of webhooks. */

export const WEBHOOK_STATUS_NAMES = { ACTIVE: '启用', PAUSED: '已暂停', DELETED: '已删除' } as const;

/** What a webhook can ask to be told of: events of the registry, by their names. */
export const TIDING_NAMES = {
  FilingChanged: '备案变化',
  EntityChanged: '主体变化',
  GoodsChanged: '商品备案变化',
  AgreementChanged: '委托协议变化',
  TradeChanged: '交易变化',
  ConsolidationChanged: '组货单变化',
  GradeChanged: '信用等级变化',
  CreditAppealDecided: '异议或修复已决定',
} as const;

/** Chinese of the enumerations of traces. */

/** The kinds of nodes from origin to destination. Every edge leads from a kind to a later one, so a trace has no cycles. */
export const NODE_NAMES = {
  STALL: '摊位',
  ENTITY: '主体',
  GOODS: '商品',
  VOUCHER: '凭证',
  TRADE: '交易',
  LINE: '交易明细',
  CONSOLIDATION: '组货单',
  CONTAINER: '集装箱',
  DECLARATION: '报关单',
  DECLARATION_LINE: '报关单商品项',
} as const;

export const RELATION_NAMES = {
  STALL_OF: '摊位属于',
  FILED: '备案',
  PRODUCED: '生产',
  EVIDENCE_OF: '证明',
  SOLD: '销售',
  BOUGHT: '采购',
  EXPORTS_FOR: '代理出口',
  HAS_LINE: '包含明细',
  SOLD_AS: '售出为',
  CONSOLIDATED: '组货',
  CONSOLIDATED_IN: '组入',
  HAS_CONTAINER: '包含集装箱',
  PACKED_IN: '装入',
  HAS_DECLARATION: '包含报关单',
  HAS_DECLARATION_LINE: '包含商品项',
  DECLARED_IN: '申报于',
} as const;

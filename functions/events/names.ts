/** Chinese of the enumerations that capabilities tell each other, one owner each. */

/** Chinese names of the statuses of a filing 备案. */
export const FILING_STATUS_NAMES = {
  SUBMITTED: '已提交',
  SCREENING: '初审中',
  PENDING_REVIEW: '待审核',
  APPROVED: '已通过',
  RETURNED: '已退回补正',
  REJECTED: '不予备案',
  WITHDRAWN: '已撤回',
  LAPSED: '逾期失效',
} as const;

/** Chinese names of what a filing may ask for: to register an entity, or to change one that is registered. */
export const FILING_TYPE_NAMES = {
  REGISTRATION: '备案',
  AMENDMENT: '变更',
  RENEWAL: '续期',
  CANCELLATION: '注销',
  SUSPENSION: '暂停',
  LIFTING: '恢复',
} as const;

/** Chinese names of what a market's operator says of a stall. */
export const MARKET_STALL_STATE_NAMES = { LEASED: '已出租', VACATED: '已腾退', FREE: '空置' } as const;

/** Chinese names of what somebody may ask of what is held on them. */
export const PERSONAL_REQUEST_KIND_NAMES = { COPY: '查阅与复制', CORRECTION: '更正', ERASURE: '删除' } as const;

export const PERSONAL_REQUEST_STATUS_NAMES = { OPEN: '待答复', ANSWERED: '已答复' } as const;

/** Chinese names of the statuses of an agency agreement 委托代理出口货物协议. */
export const AGREEMENT_STATUS_NAMES = {
  PROPOSED: '待对方接受',
  UPCOMING: '尚未生效',
  IN_FORCE: '有效',
  REVOKED: '已撤销',
  EXPIRED: '已到期',
} as const;

/** Chinese names of how a party of another district stands with one: 互认. */
export const ADMISSION_STATUS_NAMES = { ADMITTED: '已互认', REFUSED: '不予互认', ENDED: '已终止互认' } as const;

/** What was done with an admission: decided, or brought up to what the party's own district says. */
export const ADMISSION_ACTION_NAMES = {
  ADMIT: '互认',
  REFUSE: '不予互认',
  END: '终止互认',
  FOLLOW: '随原备案变动',
} as const;

/** Chinese names of the statuses of filed goods. */
export const GOODS_STATUS_NAMES = { ACTIVE: '有效', CANCELLED: '已注销' } as const;

/** Chinese names of the statuses of a filed entity 已备案主体. */
export const ENTITY_STATUS_NAMES = {
  ACTIVE: '有效',
  SUSPENDED: '已暂停',
  CANCELLED: '已注销',
  EXPIRED: '已过期',
} as const;

/** Kinds of entity that are filed, with their Chinese names. */
export const ENTITY_KIND_NAMES = {
  merchant: '市场经营户',
  tradeOperator: '市场采购贸易经营者',
  buyer: '境外采购商',
  consolidator: '组货人',
  customsBroker: '报关企业',
  freightForwarder: '货运代理',
  warehouse: '仓储企业',
  carrier: '运输企业',
  producer: '生产商',
  payee: '收汇人',
} as const;

/** Chinese names of the statuses of an offer of trades to a consolidator 交货组货. */
export const TRADE_OFFER_STATUS_NAMES = {
  OFFERED: '待接受',
  ACCEPTED: '已接受',
  REFUSED: '未接受',
  WITHDRAWN: '已撤回',
  LAPSED: '已过期',
} as const;

/** Chinese names of the statuses of a trade 交易. */
export const TRADE_STATUS_NAMES = {
  NEEDS_EXPLANATION: '待说明',
  REGISTERED: '已登记',
  CONSOLIDATED: '已组货',
  PACKED: '已装箱',
  DECLARED: '已报关',
  CLEARED: '已结关',
  WITHDRAWN: '已撤回',
} as const;

/** Chinese names of the states of a trade's review; while it is OPEN the goods are held back. */
export const TRADE_REVIEW_NAMES = { OPEN: '待审核', RELEASED: '已放行', REJECTED: '未通过' } as const;

/** Chinese names of the ways to export: in one's own name, or by a trade operator. */
export const EXPORT_MODE_NAMES = { SELF: '自营出口', ENTRUSTED: '委托出口' } as const;

/** Chinese names of 原始凭证, the documents that a trade rests on. */
export const VOUCHER_NAMES = {
  CONTRACT: '合同',
  INVOICE: '发票',
  PHOTO: '照片',
  PACKING_LIST: '装箱单',
  BILL_OF_LADING: '提单',
  MARKET_PROOF: '市场采购证明',
  DANGEROUS_GOODS_CERTIFICATE: '危险货物包装证明',
  OTHER: '凭证',
} as const;

/** Chinese names of the statuses of a consolidation 组货. */
export const CONSOLIDATION_STATUS_NAMES = {
  AWAITING_MEASURES: '待测量',
  PLANNING: '计算中',
  PLANNED: '已制订方案',
  CONFIRMED: '已确认装箱',
  SEALED: '已施封',
  CANCELLED: '已取消',
  FAILED: '未成方案',
} as const;

/** Chinese names of what an appeal 申诉 asks for. */
export const APPEAL_NAMES = { OBJECTION: '异议', REPAIR: '信用修复申请' } as const;

/** Whose brand goods have. */
export const BRAND_NAMES = { NONE: '无品牌', DOMESTIC: '境内品牌', FOREIGN: '境外品牌' } as const;

/** By which right trades are consolidated: offered, by their operator, or by the centre's act. */
export const CONSENT_NAMES = { OFFER: '货主提交', OPERATOR: '受托经营者', CENTRE: '服务中心代办' } as const;

export const GRADE_NAMES = { A: 'A级', B: 'B级', C: 'C级', D: 'D级' } as const;

/** Classes of dishonesty of a fact, from the lightest. */
export const CREDIT_SEVERITY_NAMES = { MINOR: '轻微', GENERAL: '一般', SERIOUS: '严重' } as const;

/** How filings of whoever has a grade are reviewed. */
export const REVIEW_HANDLING_NAMES = {
  AUTOMATIC: '免审，事后抽查',
  NORMAL: '一人审核',
  TWO_PERSON: '两人审核',
} as const;

/** Place and conditions of whoever has a grade in consolidation. */
export const CONSOLIDATION_HANDLING_NAMES = {
  PRIORITY: '优先组货',
  NORMAL: '正常组货',
  SITE_PHOTO_AND_VGM: '须有现场照片和核实总质量',
  AFTER_REVIEW: '复核后组货',
} as const;

/** Chinese of the enumerations of notices. */

/** What a notice is of. */
export const NOTICE_NAMES = {
  FILING_APPROVED: '备案通过',
  FILING_RETURNED: '备案退回补正',
  FILING_REJECTED: '不予备案',
  FILING_WITHDRAWN: '备案撤回',
  FILING_LAPSED: '备案失效',
  APPROVAL_UNDONE: '批准未成',
  REVIEW_DUE: '审核到期',
  REVIEW_OVERDUE: '审核逾期',
  ADMISSION_DECIDED: '互认决定',
  TERM_ENDING: '期限将届满',
  TRADE_REGISTERED: '交易登记',
  TRADE_NEEDS_EXPLANATION: '交易待说明',
  TRADE_REVIEW_DUE: '交易待复核',
  TRADE_WITHDRAWN: '交易撤回',
  TRADE_CORRECTED: '交易更正',
  TRADE_RELEASED: '交易放行',
  CONSOLIDATION_PLANNED: '装箱方案',
  CONSOLIDATION_CONFIRMED: '确认装箱',
  CONSOLIDATION_CANCELLED: '组货取消',
  TRADES_OFFERED: '交易提交组货',
  OFFER_ACCEPTED: '组货人接受',
  OFFER_REFUSED: '组货人未接受',
  OFFER_WITHDRAWN: '提交撤回',
  GOODS_HELD: '货物已组货',
  GOODS_SEALED: '货物已施封',
  GOODS_MOVED: '货物已换箱',
  GOODS_RELEASED: '货物已释放',
  CREDIT_FACT_RECORDED: '信用信息记录',
  GRADE_CHANGED: '信用等级变化',
  APPEAL_DECIDED: '异议或修复已决定',
  STALL_VACATED: '摊位腾退',
  PERSONAL_REQUEST_ASKED: '个人信息更正请求',
  PERSONAL_REQUEST_ANSWERED: '个人信息请求答复',
  APPEAL_DUE: '异议或修复到期',
  APPEAL_OVERDUE: '异议或修复逾期',
} as const;

/** By what people are told beside the notices here. */
export const CHANNEL_NAMES = { MAIL: '邮件', TEXT: '短信' } as const;

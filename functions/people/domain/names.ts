/**
 * Chinese of the enumerations of requests about personal data; their kinds and statuses stand in
 * `functions/events/names.ts`.
 */

/** What somebody wants corrected. */
export const SUBJECT_NAMES = {
  FILING: '备案内容',
  GOODS: '商品备案',
  AGREEMENT: '代理出口协议',
  TRADE: '交易登记',
  CREDIT: '信用信息',
  ACCOUNT: '账户姓名',
  DOCUMENT: '附件',
  OTHER: '其他信息',
} as const;

export const OUTCOME_NAMES = { DONE: '已更正', REFUSED: '不予更正' } as const;

export const COUNTS_NAMES = { SINCE_MADE: '自产生之日起', SINCE_END: '自终止之日起' } as const;

/** What a copy is made of, in its order. */
export const SECTION_NAMES = {
  PARTY: '备案主体',
  VERSIONS: '备案历次版本',
  FILINGS: '备案申请',
  DOCUMENTS: '附件',
  ACCOUNTS: '账户与岗位',
  GOODS: '商品备案',
  AGREEMENTS: '代理出口协议',
  TRADES: '交易登记',
  OFFERS: '交易提交组货',
  CONSOLIDATIONS: '组货',
  CREDIT: '信用评价',
  CREDIT_FACTS: '信用信息',
  NOTICES: '站内通知',
  NOTICE_SETTINGS: '通知设置',
  WEBHOOKS: '推送',
  VIEWS: '查阅记录',
  REQUESTS: '个人信息请求',
} as const;

/**
 * Chinese of the enumerations of filing; those that other capabilities are told too stand in `functions/events/names.ts`.
 */

export const FILING_DECISION_NAMES = {
  APPROVE: '准予',
  RETURN: '退回补正',
  REJECT: '不予',
  WITHDRAW: '撤回',
  LAPSE: '失效',
} as const;

export const FILING_QUEUE_NAMES = { OVERDUE: '审核逾期', SAMPLE: '事后抽查' } as const;

export const SAMPLE_OUTCOME_NAMES = { DUE: '待抽查', CONFIRMED: '无异常', QUESTIONED: '有疑问' } as const;

export const DOCUMENT_STATUS_NAMES = {
  AWAITING_UPLOAD: '待上传',
  STORED: '已存入',
  WRONG_CONTENT: '内容不符',
} as const;

/** What the word of a market's operator on a merchant's stall comes to. */
export const MARKET_WORD_NAMES = {
  CONFIRMED: '市场方已确认',
  NOTHING_SAID: '市场方尚未确认',
  NOT_LET: '市场方登记为空置',
  LET_TO_ANOTHER: '市场方登记为他人承租',
  LEASE_DIFFERS: '租期与市场方登记不符',
  VACATED: '市场方登记为已腾退',
} as const;

/** What of a party somebody of an office has opened. */
export const VIEWED_NAMES = { ENTITY: '备案主体', FILING: '备案申请', DOCUMENT: '附件' } as const;

export const BATCH_STATUS_NAMES = { PREVIEWED: '已预览', RUNNING: '提交中', FAILED: '中断', DONE: '已完成' } as const;

/** What a sheet is uploaded for. */
export const BATCH_PURPOSE_NAMES = { FILE: '备案', TAKE_OVER: '接收原备案' } as const;

/** How a ZIP of documents for the rows of a sheet stands. */
export const BUNDLE_STATUS_NAMES = { AWAITING: '待上传读取', READ: '已读取' } as const;

/** Why a file of a ZIP becomes no document of a row. */
export const UNPLACED_NAMES = {
  NO_ROW: '看不出是哪一行',
  UNKNOWN_ROW: '表中没有这一行',
  UNCLEAR_ROW: '指向不止一行',
  NO_TYPE: '看不出附件类型',
  UNCLEAR_TYPE: '指向不止一种附件',
  REPEATED_NAME: '同名不同内容',
  UNREADABLE: '文件不能读取',
  REFUSED: '文件不符合附件的规定',
  TOO_MANY: '一行的附件过多',
} as const;

export const ID_TYPE_NAMES = {
  ID_CARD: '居民身份证',
  HK_MACAO_PERMIT: '港澳居民来往内地通行证',
  OFFICER: '军官证',
  OTHER: '其他证件',
} as const;

export const MERCHANT_TYPE_NAMES = { EXHIBITION: '展销市场商户', CLUSTER: '产业集群商户' } as const;

export const TAXPAYER_TYPE_NAMES = { GENERAL: '一般纳税人', SMALL_SCALE: '小规模纳税人' } as const;

/** 国家外汇管理局's class of a trading enterprise. */
export const SAFE_CLASS_NAMES = { A: 'A类', B: 'B类', C: 'C类' } as const;

export const BUYER_CERTIFICATE_NAMES = { PASSPORT: '护照', REGISTRATION: '企业注册证书', OTHER: '其他证件' } as const;

export const PAYEE_TYPE_NAMES = { SOLE_TRADER: '个体工商户', FOREIGN_BUYER: '境外采购商' } as const;

/** What was done with an entity or with goods, as its versions call it. */
export const VERSION_ACTION_NAMES: Readonly<Record<string, string>> = {
  REGISTER: '备案',
  TAKE_OVER: '接收',
  AMENDMENT: '变更',
  RENEWAL: '续期',
  CANCELLATION: '注销',
  SUSPENSION: '暂停',
  LIFTING: '恢复',
  EXPIRE: '到期',
  FILE: '备案',
  AMEND: '变更',
  CANCEL: '注销',
};

/** What a reviewer decides of a party of another district, and does with its admission later. */
export const ADMISSION_DECISION_NAMES = { ADMIT: '互认', REFUSE: '不予互认' } as const;

export const ADMISSION_DEED_NAMES = { ...ADMISSION_DECISION_NAMES, END: '终止互认' } as const;

/** Chinese of the enumerations that several capabilities have. */

/** How heavy a finding is (`kernel/finding.ts`). */
export const SEVERITY_NAMES = { DANGER: '必须改正', REVIEW: '须人工核对', WARNING: '须说明后接受' } as const;

/** What was done about a term that is near or over (`kernel/human-task.ts`). */
export const TERM_NOTICE_NAMES = { REMINDED: '已提醒', ESCALATED: '已上报' } as const;

/** How rows of a sheet are kept where some of them are wrong. */
export const COMMIT_MODE_NAMES = { ALL_OR_NOTHING: '全部正确才提交', GOOD_ROWS: '只提交正确的行' } as const;

/** Currencies that money is kept in, ISO 4217. */
export const CURRENCY_NAMES = {
  USD: '美元',
  CNY: '人民币',
  EUR: '欧元',
  GBP: '英镑',
  HKD: '港元',
  JPY: '日元',
  KRW: '韩元',
  AED: '阿联酋迪拉姆',
  KES: '肯尼亚先令',
  NGN: '尼日利亚奈拉',
  RUB: '俄罗斯卢布',
  SGD: '新加坡元',
  THB: '泰铢',
  VND: '越南盾',
  MYR: '马来西亚林吉特',
  AUD: '澳大利亚元',
  CAD: '加拿大元',
  CHF: '瑞士法郎',
  KWD: '科威特第纳尔',
  SAR: '沙特里亚尔',
  BHD: '巴林第纳尔',
  OMR: '阿曼里亚尔',
} as const;

export const ASSIGNMENT_STATE_NAMES = { PROPOSED: '待确认', ACTIVE: '有效', ENDED: '已结束' } as const;

export const ACCOUNT_STATE_NAMES = { ACTIVE: '有效', SUSPENDED: '已停用' } as const;

/** Why somebody who has signed in acts as nothing. */
export const IDLE_NAMES = {
  SUSPENDED: '账户已停用',
  NO_ASSIGNMENT: '没有岗位',
  ASSIGNMENT_OVER: '岗位已到期',
} as const;

/** Of a list, what one has done oneself. */
export const OWN_NAMES = { ME: '本人' } as const;

/** What part of the city a tenant is (`reference/lists/tenants.ts`). */
export const TENANT_KIND_NAMES = { DISTRICT: '行政区县', ZONE: '功能区（新区、高新区、经开区）' } as const;

/** What became of a message that leaves (`kernel/delivery.ts`). */
export const DELIVERY_STATUS_NAMES = {
  PENDING: '待送达',
  DELIVERED: '已送达',
  DEAD: '未送达',
  HELD: '暂停中',
  DROPPED: '已放弃',
} as const;

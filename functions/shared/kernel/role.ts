/** The roles that read records at large, each what it may see. */
export const READING_ROLES = [
  'clerk',
  'reviewer',
  'operator',
  'agency',
  'merchant',
  'agent',
  'manager',
  'centreHead',
] as const;

/**
 * What somebody can act as.
 *
 * - `clerk` submits for a district's service centre; `reviewer` decides; `centreHead` looks after the centre's accounts and
 *   reads what a reviewer reads.
 * - `operator` is the city's: reads every district, runs repairs.
 * - `manager` reads its district, with the city's code every one, and changes nothing.
 * - `agency` (customs, tax, foreign exchange) reads what its authority is due; with the city's code, in every district.
 * - `merchant` and `agent` see their own records (`entityId`).
 * - `inspector` makes spot-checks, `market` is a market's operator, `bank` settles for those who name it (`bankCode`).
 */
export const ROLES = [...READING_ROLES, 'inspector', 'market', 'bank'] as const;

export type Role = (typeof ROLES)[number];

/** Chinese names of the roles. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  clerk: '窗口人员',
  reviewer: '审核人员',
  operator: '市级管理员',
  agency: '监管部门',
  merchant: '市场经营户',
  agent: '代理方',
  manager: '主管领导',
  centreHead: '中心负责人',
  inspector: '抽查人员',
  market: '市场方',
  bank: '银行',
};

/**
 * The authorities 监管部门 that an agency may be of: commerce, customs, tax, foreign exchange, market regulation, central bank.
 */
export const AUTHORITY_NAMES = {
  COMMERCE: '商务',
  CUSTOMS: '海关',
  TAX: '税务',
  FOREX: '外汇',
  MARKET: '市场监管',
  PBOC: '人民银行',
} as const;

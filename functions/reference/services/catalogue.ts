import type { Caller, Role } from '../../shared/auth/caller.ts';
import { Problem } from '../../shared/http/problem.ts';
import { excerpt } from '../../shared/kernel/fields.ts';
import { says } from '../../shared/kernel/finding.ts';
import { FORMER_NAMES, LISTS, type ListKey } from '../../shared/reference/lists/index.ts';

/** What people call a list, and whether everybody who is signed in reads it. */
interface About {
  /** Chinese. */
  readonly name: string;
  /** Absent where everybody does. */
  readonly readers?: 'OFFICES' | 'DECIDERS';
}

/**
 * Every list by the name of its file, without the folder. By what the risk rules go is for the offices; the parties that are
 * refused are persons, and for those who decide and supervise.
 */
export const CATALOGUE: Readonly<Record<ListKey, About>> = {
  blockedParties: { name: '限制名单', readers: 'DECIDERS' },
  consolidationSuggestions: { name: '组货建议参数' },
  consolidationTerms: { name: '组货期限' },
  counterpartyTerms: { name: '往来方查找次数与提交组货期限' },
  containerTypes: { name: '集装箱箱型' },
  countries: { name: '国家（地区）代码' },
  creditTerms: { name: '异议与修复期限' },
  customsCodeStructure: { name: '海关注册编码构成' },
  customsCreditTiers: { name: '海关信用等级' },
  customsOffices: { name: '关区代码' },
  dangerousGoods: { name: '疑似危险货物用词', readers: 'OFFICES' },
  declarationRules: { name: '报关单申报规则' },
  documentTypes: { name: '附件类型' },
  dualUse: { name: '疑似两用物项用词', readers: 'OFFICES' },
  filingKinds: { name: '备案种类' },
  filingLimits: { name: '在办备案数量上限' },
  filingTerms: { name: '备案期限' },
  gradeHandling: { name: '信用等级对应的办理方式' },
  gzswAssumptions: { name: '广州报文缺项的暂定值' },
  gzswCodes: { name: '广州报文代码' },
  hsChapters: { name: '税则章目' },
  hsControls: { name: '出口管制商品' },
  marketConfirmations: { name: '由市场方确认摊位的区县' },
  markets: { name: '试点市场' },
  personAges: { name: '法定代表人年龄' },
  plausibleDates: { name: '日期的可信范围' },
  rates: { name: '折算率' },
  recordNumbers: { name: '单证编号规则' },
  retention: { name: '记录保存期限' },
  segregation: { name: '不得同箱的货物' },
  severityTerms: { name: '失信信息分级与期限' },
  sheetWords: { name: '联网清单用词' },
  tariff: { name: '进出口税则' },
  tenants: { name: '区县与服务中心' },
  thresholds: { name: '风险规则阈值', readers: 'OFFICES' },
  tradeRules: { name: '交易登记阈值' },
  units: { name: '计量单位代码' },
  valuePerKilogram: { name: '单位重量价值区间', readers: 'OFFICES' },
};

const READERS: Readonly<Record<'OFFICES' | 'DECIDERS', readonly Role[]>> = {
  OFFICES: ['clerk', 'reviewer', 'operator', 'agency', 'manager', 'centreHead', 'inspector'],
  DECIDERS: ['reviewer', 'operator', 'agency', 'centreHead'],
};

/** Whether a role reads a list; to whoever does not, there is none. */
export const mayRead = (role: Role, key: ListKey): boolean => {
  const { readers } = CATALOGUE[key];
  return readers === undefined || READERS[readers].includes(role);
};

/** The name by which a list is asked for: that of its file, without the folder. */
export const nameOfList = (key: ListKey): string => LISTS[key].name.replace(/^.*\//, '');

export const LIST_KEYS = Object.keys(LISTS) as ListKey[];

const keyOfName = new Map([
  ...Object.entries(FORMER_NAMES),
  ...LIST_KEYS.map((key): [string, ListKey] => [nameOfList(key), key]),
]);

/** The list of a name, for whoever may read all of them. */
export const listNamed = (name: string): ListKey | undefined => keyOfName.get(name);

/**
 * The list that a caller names.
 *
 * @throws Problem NOT_FOUND where there is none, or the caller does not read it
 */
export function readableList(caller: Caller, name = ''): ListKey {
  const key = listNamed(name);
  if (key !== undefined && mayRead(caller.role, key)) return key;
  throw new Problem('NOT_FOUND', says(`没有名为“${excerpt(name)}”的参考数据`, '请从参考数据目录列出的名称中选用'));
}

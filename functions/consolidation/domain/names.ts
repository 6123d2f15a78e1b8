/**
 * Chinese of the enumerations of consolidation; those that other capabilities are told too stand in
 * `functions/events/names.ts`.
 */

/** Why there is no plan. */
export const FAILURE_NAMES = {
  NOTHING_PLACED: '没有货物能装入',
  TOO_MANY_CONTAINERS: '所需集装箱过多',
  PLANNING_FAULT: '计算中断',
  NOT_LOADABLE: '测量后无法装箱',
} as const;

/** How far the centre of gravity is from the middle. */
export const BALANCE_NAMES = {
  WITHIN_GOAL: '平衡良好',
  WITHIN_LIMIT: '在允许范围内',
  BEYOND_LIMIT: '超出允许范围',
} as const;

export const ADVICE_NAMES = { NOW: '建议现在组货', WAIT: '建议等待' } as const;

export const ADVICE_REASON_NAMES = {
  FULL: '已可满箱',
  CUTOFF_NEAR: '临近截关',
  WAITED_LONG: '等待已久',
  NOT_FULL: '尚不满箱',
} as const;

/** Why open trades are in no suggestion. */
export const LEFT_OUT_NAMES = { AFTER_REVIEW: '须先复核', TOO_LARGE: '超过一次组货的上限' } as const;

/** What a person has to look at in a line of a declaration. */
export const DECLARATION_FLAG_NAMES: Readonly<Record<string, string>> = { REVIEW_MIXED_UNITS: '单位不一致，请复核' };

/** What is judged of a packing list as loaded. */
export const JUDGED_NAMES = {
  COUNT: '件数',
  MASS: '重量不超载重',
  SIZE: '体积不超容积',
  NET_GROSS: '毛重不小于净重',
  VALUE: '单票货值不超上限',
  CONTAINER_NUMBER: '箱号校验',
  CONTAINER_USE: '箱号未被占用',
  DAY: '交易先于装箱登记',
  PLACE: '在市场所在区县装箱',
  SEPARATION: '货物隔离',
} as const;

/** What came of it; what no source carries is not judged, and never taken for zero. */
export const VERDICT_NAMES = { PASSED: '通过', FAILED: '不符', UNJUDGED: '未判' } as const;

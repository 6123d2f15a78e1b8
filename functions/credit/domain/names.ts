/**
 * Chinese of the enumerations of credit; those that other capabilities are told too stand in `functions/events/names.ts`.
 */

export const CREDIT_EVENT_STATUS_NAMES = {
  RECORDED: '已记录',
  DISPUTED: '异议中',
  REVOKED: '已撤销',
  REPAIR_REQUESTED: '修复申请中',
  REPAIRED: '已修复',
} as const;

export const OBJECTION_DECISION_NAMES = { UPHOLD: '维持记录', REVOKE: '撤销记录' } as const;

export const OBJECTION_OUTCOME_NAMES = { UPHELD: '已维持', REVOKED: '已撤销' } as const;

export const REPAIR_DECISION_NAMES = { GRANT: '准予修复', REFUSE: '不予修复' } as const;

export const REPAIR_OUTCOME_NAMES = { GRANTED: '已准予修复', REFUSED: '未准予修复' } as const;

/** What an indicator does to the score. */
export const EFFECT_NAMES = {
  DEDUCTION: '扣分',
  VETO: '一票否决',
  BONUS: '加分',
  CLEAN_PERIOD: '无失信记录加分',
} as const;

export const ALL_KINDS_NAMES = { ALL: '全部主体' } as const;

/** What stands between an entity and the next better grade. */
export const MISSING_NAMES = { SCORE: '分数不足', HISTORY: '备案时间不足', RECORD: '有失信记录' } as const;

export const ADVICE_ACTION_NAMES = { OBJECT: '提出异议', REPAIR: '申请信用修复', EARN: '争取加分' } as const;

/** Why an entity was scored. */
export const SCORING_CAUSE_NAMES = { REGISTRATION: '备案', EVENT: '信用信息', RUN: '定期评价' } as const;

export const SCORECARD_STATUS_NAMES = { DRAFT: '草案', PUBLISHED: '已发布' } as const;

export const CREDIT_RUN_STATUS_NAMES = { RUNNING: '评价中', FAILED: '中断', FINISHED: '已完成' } as const;

/** Chinese of the enumerations of the system itself. */

export const HEALTH_NAMES = { ok: '正常', degraded: '有积压或故障' } as const;

/** How an execution ended that somebody has to look at. */
export const EXECUTION_END_NAMES = { FAILED: '中断', TIMED_OUT: '超时' } as const;

export const WORKFLOW_NAMES = {
  filing: '备案审核',
  'filing-batch': '批量备案',
  'trade-import': '联网清单登记',
  consolidation: '组货装箱',
  'credit-scoring': '信用评价',
  'credit-appeal': '异议与信用修复',
  'webhook-delivery': '推送',
} as const;

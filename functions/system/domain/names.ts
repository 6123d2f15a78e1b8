/** Chinese of the enumerations of the system itself. */

export const HEALTH_NAMES = { ok: '正常', degraded: '有积压或故障' } as const;

/** How an execution ended that somebody has to look at. */
export const EXECUTION_END_NAMES = { FAILED: '失败', TIMED_OUT: '超时' } as const;

/** Chinese of the enumerations of the system itself. */

export const HEALTH_NAMES = { ok: '正常', degraded: '有积压或故障' } as const;

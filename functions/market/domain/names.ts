/** Chinese of the enumerations of a market's operator. */

/** What becomes of a claim that a merchant's filing makes of a stall. */
export const CLAIM_STATE_NAMES = { OPEN: '待确认', CONFIRMED: '已确认', DENIED: '不予确认', CLOSED: '已办结' } as const;

/** Whether a sheet is kept, or only looked at. */
export const SHEET_COMMIT_NAMES = { true: '保存', false: '仅预览' } as const;

export const CLAIM_OUTCOME_NAMES = { CONFIRMED: '确认', DENIED: '不予确认' } as const;

/** Notices that only offices get: a party is not asked whether it wants them. */
export const OFFICE_KINDS: ReadonlySet<string> = new Set([
  'APPROVAL_UNDONE',
  'REVIEW_DUE',
  'REVIEW_OVERDUE',
  'TRADE_REVIEW_DUE',
  'PERSONAL_REQUEST_ASKED',
  'APPEAL_DUE',
  'APPEAL_OVERDUE',
]);

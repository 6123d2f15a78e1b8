/** The roles that have to answer for the audit trail. */
export const AUDITORS = ['operator', 'centreHead', 'inspector'] as const;

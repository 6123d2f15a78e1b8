/** The roles that may read consolidations of their scope. */
export const READERS = ['clerk', 'reviewer', 'operator', 'agency', 'agent', 'manager', 'centreHead'] as const;

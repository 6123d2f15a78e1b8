/** Who sends messages and sheets. */
export const SUBMITTERS = ['clerk', 'merchant', 'agent'] as const;

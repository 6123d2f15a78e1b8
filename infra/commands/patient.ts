/**
 * A command walks through whole tables and lists: where AWS throttles it slows down, and ends only after minutes of that.
 */
export const PATIENT = { maxAttempts: 12, retryMode: 'adaptive' } as const;

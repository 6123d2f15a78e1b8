/** The part of a retrier that tells when to try again. */
export interface RetryPolicy {
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds?: number | undefined;
  readonly JitterStrategy: 'FULL' | 'NONE';
}

/** A delay never exceeds the longest time a Task may take, so that every retry has a date. */
const LONGEST_DELAY_SECONDS = 99_999_999;

/**
 * Seconds to wait before a retry.
 *
 * @param retries how often this retrier has retried before
 * @param random a number in [0, 1), used where the retrier asks for jitter
 * @returns undefined when the retrier's attempts are used up
 */
export function retryDelay(policy: RetryPolicy, retries: number, random: number): number | undefined {
  if (retries >= policy.MaxAttempts) return undefined;
  const grown = policy.IntervalSeconds * policy.BackoffRate ** retries;
  const delay = Math.min(grown, policy.MaxDelaySeconds ?? LONGEST_DELAY_SECONDS);
  return policy.JitterStrategy === 'FULL' ? delay * random : delay;
}

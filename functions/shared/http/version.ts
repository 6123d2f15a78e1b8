import type { Said } from '../kernel/finding.ts';
import { Problem } from './problem.ts';

/**
 * Holds a record to the version that its caller has read, which `If-Match` named, where it named one.
 *
 * @param said what is told where another has changed it since
 * @throws Problem PRECONDITION_FAILED
 */
export function requireVersion(
  { version }: { readonly version: number },
  expected: number | undefined,
  said: Said,
): void {
  if (expected !== undefined && version !== expected) throw new Problem('PRECONDITION_FAILED', said);
}

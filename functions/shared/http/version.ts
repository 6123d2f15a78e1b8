import type { Said } from '../kernel/finding.ts';
import { Problem } from './problem.ts';

/**
 * Holds a record to the version that its caller has read, which `If-Match` named.
 *
 * @param said what is told where another has changed it since
 * @throws Problem PRECONDITION_FAILED
 */
export function requireVersion({ version }: { readonly version: number }, expected: number, said: Said): void {
  if (version !== expected) throw new Problem('PRECONDITION_FAILED', said);
}

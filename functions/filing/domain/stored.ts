import { z } from 'zod';
import type { Finding } from '../../shared/kernel/finding.ts';
import type { Submission } from './submission.ts';

/**
 * Content as records keep it. It was judged when it came in: reading a record looks at its shape only, and does not judge
 * it again by the rules and tables of a later day.
 */

export const holding = (field: string) => (value: unknown) =>
  value !== null && typeof value === 'object' && field in value;

export const StoredSubmission = z.custom<Submission>(holding('kind'));

export const StoredFindings = z.array(z.custom<Finding>(holding('severity')));

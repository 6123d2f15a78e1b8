import { z } from 'zod';
import { list } from '../list.ts';

/** Classes of dishonesty information 失信信息, and for how many months a fact of each may count. */
export const severityTerms = list(
  'severity-terms',
  {
    severity: z.enum(['MINOR', 'GENERAL', 'SERIOUS']),
    name: z.string(),
    /** A fact cannot be repaired before. */
    minimumMonths: z.int().min(0),
    /** A fact ends to count within. */
    maximumMonths: z.int().positive(),
    legalBasis: z.string(),
  },
  ({ severity }) => severity,
);

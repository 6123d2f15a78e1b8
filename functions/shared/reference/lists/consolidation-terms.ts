import { z } from 'zod';
import { parameters } from '../list.ts';

/** The terms of consolidation. */
export const consolidationTerms = parameters('consolidation-terms', {
  /** R11: days for which a container that was packed counts as on its way. */
  containerHeldDays: z.int().positive(),
  /** Months for which the number of a seal stays that of its container; as shipped where an earlier version says none. */
  sealUsedMonths: z.int().positive().default(24),
});

import { z } from 'zod';
import { parameters } from '../list.ts';

/** How many registrations one filer may have open at a time. */
export const filingLimits = parameters('filing-limits', {
  openRegistrations: z.array(
    z.strictObject({
      role: z.string(),
      /** Whether the filer acts for an entity that is registered. */
      registered: z.boolean(),
      most: z.int().positive(),
    }),
  ),
});

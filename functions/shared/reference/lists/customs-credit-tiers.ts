import { z } from 'zod';
import { list } from '../list.ts';

/** 海关信用等级 by the decree in force. */
export const customsCreditTiers = list(
  'customs-credit-tiers',
  {
    code: z.string(),
    name: z.string(),
    /**
     * Set on the tier that is filed for a trade operator whose message does not say its own, for the reviewer to confirm.
     */
    assumed: z.literal(true).optional(),
  },
  ({ code }) => code,
);

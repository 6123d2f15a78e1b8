import { z } from 'zod';
import { list } from '../list.ts';

/** Districts where the market's operator confirms stall and lease of a merchant's filing. */
export const marketConfirmations = list(
  'market-confirmations',
  { districtId: z.string().regex(/^\d{6}$/) },
  ({ districtId }) => districtId,
);

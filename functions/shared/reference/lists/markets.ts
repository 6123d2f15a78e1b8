import { z } from 'zod';
import { list } from '../list.ts';

/** Markets of the pilot. */
export const markets = list(
  'markets',
  {
    id: z.string(),
    name: z.string(),
    districtId: z.string().regex(/^\d{6}$/),
    pilotStatus: z.string(),
    batch: z.int(),
    approvedOn: z.iso.date(),
    /** The first day on which the market may declare 1039; null until it is announced. */
    effectiveFrom: z.iso.date().nullable(),
    legalBasis: z.string(),
  },
  ({ id }) => id,
);

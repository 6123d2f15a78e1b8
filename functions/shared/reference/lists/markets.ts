import { z } from 'zod';
import { list } from '../list.ts';

/** Markets of the pilot, and those that a tenant applies with. */
export const markets = list(
  'markets',
  {
    id: z.string(),
    name: z.string(),
    /** Its tenant's. */
    districtId: z.string().regex(/^\d{6}$/),
    pilotStatus: z.string(),
    /** Null until it is approved. */
    batch: z.int().nullable(),
    approvedOn: z.iso.date().nullable(),
    /** The first day on which the market may declare 1039; null until it is announced. */
    effectiveFrom: z.iso.date().nullable(),
    legalBasis: z.string(),
  },
  ({ id }) => id,
);

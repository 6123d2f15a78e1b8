import { z } from 'zod';

/** What consolidation knows of a merchant's credit: the last `CreditChanged` it has seen. */
export const Standing = z.object({
  entityId: z.string(),
  districtId: z.string(),
  version: z.int(),
  grade: z.string(),
  handling: z.object({
    /** The merchant's place and conditions in consolidation; no grade keeps goods out of one for good. */
    consolidation: z.enum(['PRIORITY', 'NORMAL', 'SITE_PHOTO_AND_VGM', 'AFTER_REVIEW']),
  }),
});

export type Standing = z.infer<typeof Standing>;

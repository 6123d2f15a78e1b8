import type { z } from 'zod';
import { CreditChanged, Handling } from '../../events/credit.ts';

/**
 * What consolidation knows of a merchant's credit. `handling.consolidation` is the merchant's place and conditions; no
 * grade keeps goods out of a consolidation for good.
 */
export const Standing = CreditChanged.detail
  .pick({ entityId: true, districtId: true, version: true, grade: true })
  .extend({ handling: Handling.pick({ consolidation: true }) });

export type Standing = z.infer<typeof Standing>;

import type { z } from 'zod';
import { EntityChanged } from '../../events/entity.ts';

/** A filed party, as far as those who act for it are concerned. */
export const Party = EntityChanged.detail.pick({
  entityId: true,
  districtId: true,
  version: true,
  kind: true,
  name: true,
  status: true,
});

export type Party = Readonly<z.infer<typeof Party>>;

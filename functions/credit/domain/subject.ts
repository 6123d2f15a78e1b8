import { z } from 'zod';
import { dayOf } from './day.ts';
import { ENTITY_KINDS } from './entity-kind.ts';
import type { CreditEntity } from './fact.ts';

/** Whom credit is kept of: what this capability needs of `EntityChanged`. */
export const Subject = z.object({
  entityId: z.string(),
  districtId: z.string(),
  /** Version of the entity that was seen last. */
  version: z.int(),
  kind: z.enum(ENTITY_KINDS),
  name: z.string(),
  /** `YYYY-MM-DD` of the first filing. */
  registeredOn: z.iso.date(),
});

export type Subject = z.infer<typeof Subject>;

export const entityOf = ({ kind, registeredOn }: Subject): CreditEntity => ({
  kind,
  registeredOn: dayOf(registeredOn),
});

import type { z } from 'zod';
import { AdmissionChanged } from '../../events/admission.ts';
import { EntityChanged } from '../../events/entity.ts';
import { dayOf } from './day.ts';
import type { CreditEntity } from './fact.ts';

/** Whom credit is kept of, from the first filing on; one kept before its number was is told it by its next change. */
export const Subject = EntityChanged.detail
  .pick({
    entityId: true,
    districtId: true,
    version: true,
    kind: true,
    name: true,
    registeredOn: true,
    filingNumber: true,
  })
  .partial({ filingNumber: true });

export type Subject = z.infer<typeof Subject>;

/** How a subject stands with another district than its own. */
export const SubjectAdmission = AdmissionChanged.detail
  .pick({ districtId: true, version: true, status: true })
  .extend(EntityChanged.detail.pick({ entityId: true }).shape);

export type SubjectAdmission = z.infer<typeof SubjectAdmission>;

export const entityOf = ({ kind, registeredOn }: Subject): CreditEntity => ({
  kind,
  registeredOn: dayOf(registeredOn),
});

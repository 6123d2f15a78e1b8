import { z } from 'zod';
import { type AdmissionChanged, AdmissionStatus, HomeParty } from '../../events/admission.ts';
import type { EntityKind } from '../../events/entity.ts';
import { ENTITY_KIND_NAMES, ENTITY_STATUS_NAMES } from '../../events/names.ts';
import { danger, type Finding, notYet, says } from '../../shared/kernel/finding.ts';
import { named } from '../../shared/kernel/named.ts';
import { type Entity, statusOn } from './entity.ts';
import { type ADMISSION_DECISION_NAMES, ADMISSION_DEED_NAMES } from './names.ts';

/** 互认: how a party that is filed in one district stands with another, which files nothing anew. One record of the two. */
export const Admission = z.object({
  id: z.string(),
  /** The district that admits. */
  districtId: z.string(),
  entityId: z.string(),
  status: AdmissionStatus,
  /** As the party's own district last told of it, while it is admitted. */
  party: HomeParty,
  decisions: z.array(
    z.object({
      decision: named(ADMISSION_DEED_NAMES),
      reason: z.string().optional(),
      by: z.string(),
      at: z.string(),
    }),
  ),
});

export type Admission = z.infer<typeof Admission>;

type Told = z.infer<typeof AdmissionChanged.detail>;

export const admissionChanged = (
  { id: admissionId, districtId, status, party, decisions }: Admission,
  action: Told['action'],
  version: number,
  at: string,
): Told => ({
  admissionId,
  districtId,
  version,
  at,
  status,
  action,
  ...(action !== 'FOLLOW' && { reason: decisions.at(-1)?.reason }),
  party,
});

/**
 * Whose filing holds in the whole city: who serves trades and who buys. A stall, and what is sold there, is of one place.
 */
const ADMISSIBLE: ReadonlySet<EntityKind> = new Set([
  'tradeOperator',
  'buyer',
  'customsBroker',
  'freightForwarder',
  'warehouse',
  'carrier',
]);

export const isAdmissible = (kind: EntityKind): boolean => ADMISSIBLE.has(kind);

const POINTER = '/filingNumber';

export const notFiledAnywhere = (filingNumber: string): Finding =>
  danger(
    'NOT_FILED',
    POINTER,
    notYet(`本市没有备案号为“${filingNumber}”的主体，或刚备案尚未生效（通常几秒内）`, '请核对备案号或稍后重试'),
  );

/** What stands against a decision on a party. @param today in China */
export function admissionFindings(
  entity: Entity,
  districtId: string,
  decision: keyof typeof ADMISSION_DECISION_NAMES,
  today: string,
): Finding[] {
  const { kind } = entity.submission;
  if (entity.districtId === districtId) {
    return [danger('OWN_DISTRICT', POINTER, says(`“${entity.filingNumber}”就在本区县备案`, '无须互认，可直接使用'))];
  }
  if (!isAdmissible(kind)) {
    const fact = `${ENTITY_KIND_NAMES[kind]}的备案只在其所在区县有效，不能互认`;
    return [danger('KIND_IS_LOCAL', POINTER, says(fact, '请在本区县另行备案'))];
  }
  const status = statusOn(entity, today);
  if (decision === 'REFUSE' || status === 'ACTIVE') return [];
  const fact = `“${entity.submission.entity.name}”在原区县的备案${ENTITY_STATUS_NAMES[status]}，不能互认`;
  return [danger('PARTY_NOT_ACTIVE', POINTER, says(fact, '请待其在原区县恢复或续期后再办理'))];
}

import { z } from 'zod';
import { type EntityChanged, EntityStatus } from '../../events/entity.ts';
import { stallText } from '../../shared/kernel/stall.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { earliest, lastDayOfYears } from './calendar.ts';
import { type Filing, partiesOf, subjectOf } from './filing.ts';
import { Former, type FormerForm } from './former.ts';
import { identifierOf } from './identity.ts';
import { kindRow } from './kind.ts';
import { maskedAccount } from './masking.ts';
import { StoredSubmission } from './stored.ts';
import type { Submission } from './submission.ts';

/** 已备案主体: what stands in the register after an approval. */

export const Entity = z.object({
  id: z.string(),
  districtId: z.string(),
  filingId: z.string(),
  filingNumber: z.string(),
  submission: StoredSubmission,
  /** What it was before, where it was taken over and not filed here. */
  former: Former.optional(),
  status: EntityStatus,
  /** Why it is no longer active: an authority's document, the applicant's reason, or the term that ended. */
  statusReason: z.string().optional(),
  /** Days of China, `YYYY-MM-DD`; the last day is included. */
  registeredOn: z.string(),
  validUntil: z.string(),
  /** Entities that may see this one: itself, and who filed it. */
  parties: z.array(z.string()),
});

export type Entity = z.infer<typeof Entity>;

/** The entity that an approved filing registers. */
export const registered = (filing: Filing, filingNumber: string, today: string, lists: Lists): Entity => ({
  id: subjectOf(filing),
  districtId: filing.districtId,
  filingId: filing.id,
  filingNumber,
  submission: filing.submission,
  status: 'ACTIVE',
  registeredOn: today,
  validUntil: validUntil(filing.submission, today, lists),
  parties: partiesOf(filing),
});

/**
 * The entity that was filed elsewhere before, as it was filed then: its day, and its term, which ends with the licence or
 * the lease that it rests on where those end earlier. What has ended is expired.
 */
export function takenOver(
  filing: Filing,
  filingNumber: string,
  { filedOn, validUntil: told }: FormerForm,
  today: string,
  lists: Lists,
): Entity {
  const entity = registered(filing, filingNumber, filedOn, lists);
  const terms = termsOf(filing.submission).map(({ until }) => until);
  const last = told === undefined ? entity.validUntil : (earliest(told, ...terms) ?? told);
  const taken: Entity = { ...entity, validUntil: last, ...(filing.former && { former: filing.former }) };
  return last < today ? expired(taken) : taken;
}

/** A registration ends with the licence or the lease it rests on, and at the latest after the years set for its kind. */
export const validUntil = (submission: Submission, registeredOn: string, lists: Lists): string => {
  const longest = lastDayOfYears(registeredOn, kindRow(submission.kind, lists).validityYears);
  return earliest(longest, ...termsOf(submission).map((term) => term.until)) ?? longest;
};

/** The terms a filing rests on: their last days, and where they stand in the form. */
export function termsOf(submission: Submission): { label: string; pointer: string; until: string }[] {
  const { entity } = submission;
  const licence = 'businessLicence' in entity ? entity.businessLicence?.validUntil : undefined;
  return [
    ...(licence === undefined
      ? []
      : [{ label: '营业执照有效期', pointer: '/entity/businessLicence/validUntil', until: licence }]),
    ...('stallLease' in entity
      ? [{ label: '摊位租期', pointer: '/entity/stallLease/to', until: entity.stallLease.to }]
      : []),
  ];
}

/** A registration whose last day has passed; it says which term ended. */
export function expired(entity: Entity): Entity {
  return {
    ...entity,
    status: 'EXPIRED',
    statusReason: `${endingTerms(entity).join('、')}已于 ${entity.validUntil} 届满`,
  };
}

/** What ends with the registration's last day: the terms it rests on, or its own. */
export function endingTerms({ submission, validUntil: last }: Entity): string[] {
  const ending = termsOf(submission).filter((term) => term.until === last);
  return ending.length === 0 ? ['备案有效期'] : ending.map((term) => term.label);
}

/** The status on a day: an active registration past its last day has expired, whether or not anyone has noted it. */
export const statusOn = (entity: Pick<Entity, 'status' | 'validUntil'>, day: string): EntityStatus =>
  entity.status === 'ACTIVE' && entity.validUntil < day ? 'EXPIRED' : entity.status;

type Told = z.infer<typeof EntityChanged.detail>;

/**
 * What other capabilities are told of an entity.
 *
 * @param digests of the number by which the world knows it, and of the last digits of its phone
 */
export const entityChanged = (
  entity: Entity,
  digests: Pick<Told, 'identifierDigest' | 'phoneTailDigest'>,
  version: number,
  at: string,
): Told => ({
  entityId: entity.id,
  districtId: entity.districtId,
  version,
  at,
  kind: entity.submission.kind,
  name: entity.submission.entity.name,
  filingNumber: entity.filingNumber,
  status: entity.status,
  statusReason: entity.statusReason,
  registeredOn: entity.registeredOn,
  validUntil: entity.validUntil,
  ...(entity.former && { formerNumber: entity.former.number, takenOverOn: entity.former.takenOverOn }),
  ...digests,
  ...factsOf(entity.submission),
});

/** What others need to know of each kind; a buyer's certificate may be a passport, and is told by its digest alone. */
function factsOf(submission: Submission): Partial<Told> {
  if (submission.kind === 'payee') return { identifier: maskedAccount(submission.entity.account) };
  if (submission.kind === 'buyer') return { nationality: submission.entity.nationality };
  const identifier = identifierOf(submission);
  const common = { identifier, nameEn: submission.entity.nameEn };
  switch (submission.kind) {
    case 'merchant': {
      const { hsChapters, relatedTradeOperatorIds, marketId, stall } = submission.entity;
      return { ...common, hsChapters, relatedTradeOperatorIds, marketId, stall: stallText(stall) };
    }
    case 'consolidator':
      return { ...common, destinations: submission.entity.destinations };
    case 'tradeOperator':
    case 'customsBroker':
    case 'freightForwarder':
      return { ...common, customsCode: submission.entity.customsCode };
    default:
      return common;
  }
}

import { z } from 'zod';
import { AgreementStatus } from '../../events/agreement.ts';
import { EntityKind, EntityStatus } from '../../events/entity.ts';
import { FilingStatus } from '../../events/filing.ts';
import { accepted, Etag, Execution, FindingJson, ListQuery, listOf } from '../../shared/http/schemas.ts';
import { Taking } from '../../shared/human-task/taking.ts';
import { id } from '../../shared/kernel/fields.ts';
import { CHANGE_TYPES, Change } from '../domain/change.ts';
import { plainText } from '../domain/fields.ts';
import { Decision, Sample } from '../domain/filing.ts';
import { GoodsForm } from '../domain/goods.ts';
import { Review } from '../domain/review.ts';

/** What filing answers. A form is answered as it was filed, personal data masked where the reader is an authority. */

/** Who files: the centre for anybody, a party for itself. */
export const FILERS = ['clerk', 'merchant', 'agent'] as const;

/** A list of one kind only. */
export const kind = EntityKind.optional().meta({ title: '备案种类' });

/** Why something is ended. */
export const Reason = z.strictObject({ reason: plainText('理由', 500) });

/** A list of all, or of one merchant's. */
export const OfMerchant = ListQuery.extend({ merchantId: id('所属经营户', 'entity').optional() });

export const FilingAccepted = accepted(FilingStatus);

const form = z.record(z.string(), z.unknown());

const filingFacts = {
  id: z.string(),
  districtId: z.string(),
  /** Whether it registers an entity, or what it asks of one that is registered. */
  type: z.enum(['REGISTRATION', ...CHANGE_TYPES]),
  kind: EntityKind,
  name: z.string(),
  status: FilingStatus,
  revision: z.int(),
  filingNumber: z.string().optional(),
  review: Review.optional(),
  sample: Sample.optional(),
  /** The instant at which a returned filing lapses unanswered. */
  answerBy: z.string().optional(),
  submittedBy: z.string(),
  submittedAt: z.string(),
  updatedAt: z.string(),
  etag: Etag,
  /** Who is at work on its review, told to the offices; it binds nobody. */
  taking: Taking.optional(),
};

export const FilingSummaryJson = z.object(filingFacts);

export const FilingJson = z.object({
  ...filingFacts,
  /** The registered entity; once approved, and from the start where the filing asks a change of it. */
  entityId: z.string().optional(),
  entity: form,
  change: Change.optional(),
  /** What an amendment or renewal makes another, field by field. */
  differences: z
    .array(z.object({ field: z.string(), before: z.unknown().optional(), after: z.unknown().optional() }))
    .optional(),
  findings: z.array(FindingJson),
  /** Papers that registrations of the kind usually come with and this one does not refer to, for the reviewer to weigh. */
  missingDocuments: z.array(z.object({ type: z.string(), name: z.string() })),
  revisions: z.array(z.object({ revision: z.int(), submittedBy: z.string(), submittedAt: z.string(), entity: form })),
  decisions: z.array(Decision),
  execution: Execution,
});

export const FilingList = listOf(FilingSummaryJson);

const entityFacts = {
  id: z.string(),
  districtId: z.string(),
  kind: EntityKind,
  name: z.string(),
  filingNumber: z.string(),
  status: EntityStatus,
  /** Why it is not active: an authority's document, the applicant's reason, or the term that ended. */
  statusReason: z.string().optional(),
  registeredOn: z.string(),
  validUntil: z.string(),
};

export const EntityJson = z.object({
  ...entityFacts,
  filingId: z.string(),
  entity: form,
  /** The grade of the credit evaluation; absent until it has scored the entity. */
  grade: z.string().optional(),
  score: z.number().optional(),
  /** What a buyer shows so that others may name it; told to its centre and its parties. */
  buyerCode: z.string().optional(),
});

/** With the grade of the credit evaluation, of those that it has scored. */
export const EntityList = listOf(z.object({ ...entityFacts, grade: z.string().optional() }));

const versionFacts = {
  version: z.int(),
  at: z.string(),
  /** What was done, e.g. `AMENDMENT`. */
  action: z.string(),
  /** `sub` of who did or approved it. */
  by: z.string(),
  reasons: z.array(z.string()),
  status: EntityStatus,
};

export const EntityVersions = z.object({
  items: z.array(
    z.object({
      ...versionFacts,
      /** The filing that asked for it. */
      filingId: z.string().optional(),
      statusReason: z.string().optional(),
      validUntil: z.string(),
      entity: form,
    }),
  ),
});

export const GoodsVersions = z.object({ items: z.array(z.object({ ...versionFacts, goods: form })) });

export const GoodsJson = z.object({
  ...GoodsForm.shape,
  id: z.string(),
  districtId: z.string(),
  goodsNumber: z.string(),
  /** ACTIVE goods have the status of their merchant. */
  status: EntityStatus,
  /** Last day of the merchant's registration. */
  validUntil: z.string().optional(),
  inspectionRequired: z.boolean(),
  exportDuty: z.boolean(),
  findings: z.array(FindingJson),
});

export const GoodsList = listOf(GoodsJson);

export const AgreementJson = z.object({
  id: z.string(),
  districtId: z.string(),
  agreementNumber: z.string(),
  merchantId: z.string(),
  tradeOperatorId: z.string(),
  signedOn: z.string(),
  validFrom: z.string(),
  validUntil: z.string(),
  status: AgreementStatus,
  /** The party that proposed it; absent where a clerk registered the paper. */
  proposedBy: z.string().optional(),
  acceptedAt: z.string().optional(),
  revocation: z.object({ reason: z.string(), by: z.string(), at: z.string() }).optional(),
});

export const AgreementList = listOf(AgreementJson);

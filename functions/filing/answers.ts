import { z } from 'zod';
import { Execution, FindingJson, listOf } from '../shared/http/schemas.ts';
import { AGREEMENT_STATUSES } from './domain/agreement.ts';
import { ENTITY_STATUSES } from './domain/entity.ts';
import { Decision, FILING_STATUSES } from './domain/filing.ts';
import { GOODS_STATUSES, GoodsForm } from './domain/goods.ts';
import { KINDS } from './domain/reference.ts';

/** What filing answers. A form is answered as it was filed, personal data masked where the reader is an authority. */

const form = z.record(z.string(), z.unknown());

const filingFacts = {
  id: z.string(),
  districtId: z.string(),
  kind: z.enum(KINDS),
  name: z.string(),
  status: z.enum(FILING_STATUSES),
  revision: z.int(),
  filingNumber: z.string().optional(),
  submittedBy: z.string(),
  submittedAt: z.string(),
  updatedAt: z.string(),
};

export const FilingSummary = z.object(filingFacts);

export const FilingAnswer = z.object({
  ...filingFacts,
  /** The registered entity; once approved. */
  entityId: z.string().optional(),
  entity: form,
  findings: z.array(FindingJson),
  revisions: z.array(z.object({ revision: z.int(), submittedBy: z.string(), submittedAt: z.string(), entity: form })),
  decisions: z.array(Decision),
  execution: Execution,
});

export const FilingList = listOf(FilingSummary);

const entityFacts = {
  id: z.string(),
  districtId: z.string(),
  kind: z.enum(KINDS),
  name: z.string(),
  filingNumber: z.string(),
  status: z.enum(ENTITY_STATUSES),
  registeredOn: z.string(),
  validUntil: z.string(),
};

export const EntityAnswer = z.object({
  ...entityFacts,
  filingId: z.string(),
  entity: form,
  /** Of the credit evaluation; absent until it has scored the entity. */
  grade: z.string().optional(),
  score: z.number().optional(),
});

export const EntityList = listOf(z.object(entityFacts));

export const GoodsAnswer = z.object({
  ...GoodsForm.shape,
  id: z.string(),
  districtId: z.string(),
  goodsNumber: z.string(),
  status: z.enum(GOODS_STATUSES),
  inspectionRequired: z.boolean(),
  exportDuty: z.boolean(),
  findings: z.array(FindingJson),
});

export const GoodsList = listOf(GoodsAnswer);

export const AgreementAnswer = z.object({
  id: z.string(),
  districtId: z.string(),
  agreementNumber: z.string(),
  merchantId: z.string(),
  tradeOperatorId: z.string(),
  signedOn: z.string(),
  validFrom: z.string(),
  validUntil: z.string(),
  status: z.enum(AGREEMENT_STATUSES),
});

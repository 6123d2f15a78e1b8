import { z } from 'zod';
import { AgreementStatus } from '../../events/agreement.ts';
import { EntityKind, EntityStatus } from '../../events/entity.ts';
import { FilingStatus, FilingType } from '../../events/filing.ts';
import { accepted, Etag, Execution, FindingJson, ListQuery, listOf } from '../../shared/http/schemas.ts';
import { Taking } from '../../shared/human-task/taking.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { id } from '../../shared/kernel/fields.ts';
import { named } from '../../shared/kernel/named.ts';
import { Change } from '../domain/change.ts';
import { plainText } from '../domain/fields.ts';
import { Decision, Sample } from '../domain/filing.ts';
import { GoodsForm } from '../domain/goods.ts';
import { MARKET_WORD_NAMES } from '../domain/names.ts';
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
  id: z.string().meta({ title: '编号' }),
  districtId: z.string().meta({ title: '区县代码' }),
  /** Whether it registers an entity, or what it asks of one that is registered. */
  type: FilingType.meta({ title: '类型' }),
  kind: EntityKind.meta({ title: '种类' }),
  name: z.string().meta({ title: '名称' }),
  status: FilingStatus.meta({ title: '状态' }),
  revision: z.int().meta({ title: '提交次数' }),
  filingNumber: z.string().optional().meta({ title: '备案号' }),
  review: Review.optional().meta({ title: '审核' }),
  sample: Sample.optional().meta({ title: '事后抽查' }),
  /** The instant at which a returned filing lapses unanswered. */
  answerBy: z.string().optional().meta({ title: '补正期限' }),
  submittedBy: z.string().meta({ title: '提交人' }),
  submittedAt: z.string().meta({ title: '提交时间' }),
  updatedAt: z.string().meta({ title: '变更时间' }),
  etag: Etag,
  /** Who is at work on its review, told to the offices; it binds nobody. */
  taking: Taking.optional().meta({ title: '接办' }),
};

export const FilingSummaryJson = z.object(filingFacts);

export const FilingJson = z.object({
  ...filingFacts,
  /** The registered entity; once approved, and from the start where the filing asks a change of it. */
  entityId: z.string().optional().meta({ title: '主体编号' }),
  entity: form,
  change: Change.optional().meta({ title: '申请事项' }),
  /** What an amendment or renewal makes another, field by field. */
  differences: z
    .array(z.object({ field: z.string(), before: z.unknown().optional(), after: z.unknown().optional() }))
    .optional(),
  findings: z.array(FindingJson).meta({ title: '审查结果' }),
  marketWord: named(MARKET_WORD_NAMES).optional().meta({
    title: '市场方确认',
    description:
      'What the market’s operator says of a merchant’s stall by now, where its district asks for that; it hinders nothing',
  }),
  /** Papers that registrations of the kind usually come with and this one does not refer to, for the reviewer to weigh. */
  missingDocuments: z.array(z.object({ type: z.string(), name: z.string() })),
  revisions: z.array(z.object({ revision: z.int(), submittedBy: z.string(), submittedAt: z.string(), entity: form })),
  decisions: z.array(Decision).meta({ title: '审核意见' }),
  execution: Execution.meta({ title: '流程' }),
});

export const FilingList = listOf(FilingSummaryJson);

/** What a record was where it was filed before it was taken over; absent of what was filed here. */
const Former = z.object({
  number: z.string().meta({ title: '原备案号' }),
  filedOn: z.string().meta({ title: '原备案日期' }),
  source: z.string().meta({ title: '来源' }),
  batchId: z.string().meta({ title: '接收批次' }),
  takenOverOn: z.string().meta({ title: '接收日期' }),
});

const FormerJson = Former.optional().meta({ title: '原备案' });

const entityFacts = {
  id: z.string().meta({ title: '编号' }),
  districtId: z.string().meta({ title: '区县代码' }),
  kind: EntityKind.meta({ title: '种类' }),
  name: z.string().meta({ title: '名称' }),
  filingNumber: z.string().meta({ title: '备案号' }),
  status: EntityStatus.meta({ title: '状态' }),
  /** Why it is not active: an authority's document, the applicant's reason, or the term that ended. */
  statusReason: z.string().optional().meta({ title: '状态原因' }),
  registeredOn: z.string().meta({ title: '备案日期' }),
  validUntil: z.string().meta({ title: '有效期止' }),
};

export const EntityJson = z.object({
  ...entityFacts,
  filingId: z.string().meta({ title: '备案编号' }),
  former: FormerJson,
  entity: form,
  marketWord: named(MARKET_WORD_NAMES).optional().meta({ title: '市场方确认' }),
  /** The grade of the credit evaluation; absent until it has scored the entity. */
  grade: z.string().optional().meta({ title: '信用等级' }),
  score: z.number().optional().meta({ title: '信用分' }),
  /** What a buyer shows so that others may name it; told to its centre and its parties. */
  buyerCode: z.string().optional().meta({ title: '采购商代码' }),
});

/** With the grade of the credit evaluation, of those that it has scored. */
const EntitySummaryJson = z.object({ ...entityFacts, grade: z.string().optional() });

export const EntityList = listOf(EntitySummaryJson);

const versionFacts = {
  version: z.int().meta({ title: '版本' }),
  at: z.string().meta({ title: '时间' }),
  /** What was done, e.g. `AMENDMENT`. */
  action: z.string().meta({ title: '办理事项' }),
  /** `sub` of who did or approved it. */
  by: z.string().meta({ title: '办理人' }),
  reasons: z.array(z.string()).meta({ title: '理由' }),
  status: EntityStatus.meta({ title: '状态' }),
};

const EntityVersionJson = z.object({
  ...versionFacts,
  /** The filing that asked for it. */
  filingId: z.string().optional().meta({ title: '备案编号' }),
  statusReason: z.string().optional().meta({ title: '状态原因' }),
  validUntil: z.string().meta({ title: '有效期止' }),
  entity: form,
});

export const EntityVersions = z.object({ items: z.array(EntityVersionJson) });

const GoodsVersionJson = z.object({ ...versionFacts, goods: form });

export const GoodsVersions = z.object({ items: z.array(GoodsVersionJson) });

export const GoodsJson = z.object({
  ...GoodsForm.shape,
  id: z.string().meta({ title: '编号' }),
  districtId: z.string().meta({ title: '区县代码' }),
  goodsNumber: z.string().meta({ title: '商品备案号' }),
  former: FormerJson,
  /** ACTIVE goods have the status of their merchant. */
  status: EntityStatus.meta({ title: '状态' }),
  /** Last day of the merchant's registration. */
  validUntil: z.string().optional().meta({ title: '有效期止' }),
  inspectionRequired: z.boolean().meta({ title: '须商检' }),
  exportDuty: z.boolean().meta({ title: '征出口税' }),
  findings: z.array(FindingJson).meta({ title: '审查结果' }),
});

export const GoodsList = listOf(GoodsJson);

export const AgreementJson = z.object({
  id: z.string().meta({ title: '编号' }),
  districtId: z.string().meta({ title: '区县代码' }),
  agreementNumber: z.string().meta({ title: '协议编号' }),
  former: FormerJson,
  merchantId: z.string().meta({ title: '经营户编号' }),
  tradeOperatorId: z.string().meta({ title: '市场采购贸易经营者编号' }),
  signedOn: z.string().meta({ title: '签订日期' }),
  validFrom: z.string().meta({ title: '有效期起' }),
  validUntil: z.string().meta({ title: '有效期止' }),
  status: AgreementStatus.meta({ title: '状态' }),
  /** The party that proposed it; absent where a clerk registered the paper. */
  proposedBy: z.string().optional().meta({ title: '提出方' }),
  acceptedAt: z.string().optional().meta({ title: '接受时间' }),
  revocation: z.object({ reason: z.string(), by: z.string(), at: z.string() }).optional(),
});

concepts({
  Former,
  EntitySummary: EntitySummaryJson,
  EntityVersion: EntityVersionJson,
  GoodsVersion: GoodsVersionJson,

  Reason,
  FilingAccepted,
  FilingSummary: FilingSummaryJson,
  Filing: FilingJson,
  Entity: EntityJson,
  Goods: GoodsJson,
  AgencyAgreement: AgreementJson,
});

export const AgreementList = listOf(AgreementJson);

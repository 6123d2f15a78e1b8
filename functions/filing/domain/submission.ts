import { z } from 'zod';
import { EntityKind } from '../../events/entity.ts';
import { ENTITY_KIND_NAMES } from '../../events/names.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { code, date, id } from '../../shared/kernel/fields.ts';
import { named, namedOne } from '../../shared/kernel/named.ts';
import {
  certificateNumber,
  customsCode,
  distinct,
  email,
  hsChapter,
  inOrder,
  listedCountry,
  phone,
  plainText,
  withoutBreaks,
} from './fields.ts';
import {
  BUYER_CERTIFICATE_NAMES,
  MERCHANT_TYPE_NAMES,
  PAYEE_TYPE_NAMES,
  SAFE_CLASS_NAMES,
  TAXPAYER_TYPE_NAMES,
} from './names.ts';
import { BusinessLicence, Documents, LegalRepresentative, organisation } from './organisation.ts';

/**
 * What is filed: `{kind, entity}`, ten kinds, each with its own strict form. A form judges every field by itself and all
 * at once; what needs the day, the district or other records is judged by `rules/`.
 */

const area = z.number().positive().max(10_000_000).meta({ title: '面积（平方米）' });
/**
 * Plates of GA 36: five characters after the office's letter, six on new-energy vehicles, the last of them a word on
 * special ones: 挂 trailer, 学 training, 警 police, 超 oversize, 港 and 澳 (粤Z) cross-border; 临 on temporary plates.
 */
const plate = code(
  '车牌号',
  /^(?:[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z](?:[A-HJ-NP-Z0-9]{5,6}|[A-HJ-NP-Z0-9]{4,5}[挂临]|[A-HJ-NP-Z0-9]{4}[学警超])|粤Z[A-HJ-NP-Z0-9]{4}[港澳])$/u,
  '渝A12345',
  withoutBreaks,
);

const Stall = z
  .strictObject({
    building: plainText('区（楼）', 30),
    floor: plainText('层', 30).optional(),
    street: plainText('街', 30).optional(),
    number: plainText('摊位号', 30),
  })
  .meta({ title: '摊位' });

export const StallLease = z
  .strictObject({ from: date('摊位租期起'), to: date('摊位租期止') })
  .superRefine(inOrder('摊位租期', 'from', 'to'))
  .meta({ title: '摊位租期' });

const Merchant = z.strictObject({
  ...organisation,
  legalRepresentative: LegalRepresentative,
  businessLicence: BusinessLicence,
  marketId: plainText('市场').meta({ 'x-list': 'markets' }),
  stall: Stall,
  stallLease: StallLease,
  merchantType: named(MERCHANT_TYPE_NAMES).meta({ title: '经营户类型' }),
  taxpayerType: named(TAXPAYER_TYPE_NAMES).meta({ title: '纳税人类型' }),
  taxAuthorityCode: code('税务机关代码', /^\d{9,11}$/, '15001110000').optional(),
  safeCode: code('外汇局代码', /^\d{6}$/, '500000').optional(),
  businessScope: plainText('经营范围', 1000),
  hsChapters: distinct('主营商品章', hsChapter('主营商品章'), 96),
  relatedTradeOperatorIds: distinct('关联外贸公司', id('关联外贸公司', 'entity'), 20).optional(),
});

const TradeOperator = z.strictObject({
  ...organisation,
  nameEn: plainText('英文名称', 200),
  customsCode: customsCode(),
  customsOffice: code('主管海关', /^\d{4}$/, '8001'),
  safeClass: named(SAFE_CLASS_NAMES).meta({ title: '外汇分类' }),
  taxClass: z.int().min(1).max(4).optional().meta({ title: '出口退税企业类别' }),
  customsCreditTier: code('海关信用等级', /^[A-Z_]{2,40}$/, 'REGULAR').meta({ 'x-list': 'customs-credit-tiers' }),
});

const Buyer = z.strictObject({
  name: plainText('名称', 200),
  certificateType: named(BUYER_CERTIFICATE_NAMES).meta({ title: '证件类型' }),
  certificateNumber: certificateNumber(),
  certificateValidUntil: date('证件有效期止').optional(),
  nationality: listedCountry('国籍（地区）'),
  phone: phone(),
  email: email().optional(),
  address: plainText('地址', 200),
  documents: Documents.optional(),
});

const Consolidator = z.strictObject({
  ...organisation,
  destinations: distinct('组货目的国（地区）', listedCountry('组货目的国（地区）'), 250),
  site: z.strictObject({ address: plainText('组货场所地址', 200), areaM2: area }).meta({ title: '组货场所' }),
  warehouseIds: distinct('关联仓库', id('关联仓库', 'entity'), 50).optional(),
});

const staffCount = z.int().min(1).max(100_000).optional().meta({ title: '从业人数' });

const CustomsBroker = z.strictObject({ ...organisation, customsCode: customsCode(), staffCount });

const FreightForwarder = z.strictObject({ ...organisation, customsCode: customsCode().optional(), staffCount });

const Warehouse = z.strictObject({
  ...organisation,
  areaM2: area,
  surveillance: z.boolean().meta({ title: '是否有视频监控' }),
  supervisedSiteCode: code('监管场所编码', /^[A-Z0-9]{4,20}$/, 'CNCGQ80S001').optional(),
});

const Carrier = z.strictObject({
  ...organisation,
  roadTransportPermit: code('道路运输经营许可证号', /^[A-Z0-9\p{Script=Han}()-]{4,40}$/u, '500111001234'),
  vehicles: distinct('车辆', z.strictObject({ plate }), 500),
});

const Producer = z.strictObject(organisation);

const Payee = z.strictObject({
  payeeType: named(PAYEE_TYPE_NAMES).meta({ title: '收汇人类型' }),
  name: plainText('名称', 200),
  bank: plainText('开户银行'),
  account: code('收汇账号', /^[A-Z0-9]{6,34}$/, '6217000000000000001'),
  merchantId: id('所属经营户', 'entity').optional(),
  buyerId: id('所属采购商', 'entity').optional(),
  contact: z
    .strictObject({ name: plainText('联系人', 60), phone: phone(), email: email().optional() })
    .meta({ title: '联系人信息' }),
  documents: Documents.optional(),
});

/** The form of one kind; the document names it and what is filed with it, e.g. `PayeeForm` and `PayeeSubmission`. */
function form<K extends EntityKind, E extends z.ZodType>(kind: K, entity: E) {
  const submission = z.strictObject({
    kind: namedOne(ENTITY_KIND_NAMES, kind).meta({ title: '备案种类' }),
    entity: entity.meta({ title: '备案内容' }),
  });
  const name = kind.charAt(0).toUpperCase() + kind.slice(1);
  concepts({ [`${name}Form`]: entity, [`${name}Submission`]: submission });
  return submission;
}

export const Submission = z.discriminatedUnion('kind', [
  form('merchant', Merchant),
  form('tradeOperator', TradeOperator),
  form('buyer', Buyer),
  form('consolidator', Consolidator),
  form('customsBroker', CustomsBroker),
  form('freightForwarder', FreightForwarder),
  form('warehouse', Warehouse),
  form('carrier', Carrier),
  form('producer', Producer),
  form('payee', Payee),
]);

concepts({ Stall, StallLease, Submission });

export type Submission = z.output<typeof Submission>;

export type EntityOf<K extends EntityKind> = Extract<Submission, { kind: K }>['entity'];

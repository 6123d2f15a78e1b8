import { z } from 'zod';
import type { EntityStatus } from '../../events/entity.ts';
import { type GoodsChanged, GoodsStatus } from '../../events/goods.ts';
import { BRAND_NAMES } from '../../events/names.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { code, hsCode, id } from '../../shared/kernel/fields.ts';
import { blocks, danger, type Finding, says } from '../../shared/kernel/finding.ts';
import { named } from '../../shared/kernel/named.ts';
import type { Lists, RowOf } from '../../shared/reference/lists/index.ts';
import { listedUnit, plainText } from './fields.ts';
import { Former } from './former.ts';
import { Documents } from './organisation.ts';
import { holding, StoredFindings } from './stored.ts';

/** 商品备案: what a merchant may trade. */

const Brand = z.strictObject({
  type: named(BRAND_NAMES).meta({ title: '品牌类型' }),
  name: plainText('品牌名称').optional(),
  authorised: z.boolean().optional().meta({ title: '是否取得品牌授权' }),
});

export const GoodsForm = z.strictObject({
  merchantId: id('所属经营户', 'entity'),
  producerId: id('生产商', 'entity').optional(),
  nameZh: plainText('中文品名', 200),
  nameEn: plainText('英文品名', 200).optional(),
  hsCode: hsCode('商品编号'),
  ciqCode: code('检验检疫编码', /^\d{3}$/, '101').optional(),
  specification: plainText('规格型号', 500),
  brand: Brand.meta({ title: '品牌' }),
  dealUnit: listedUnit('成交单位'),
  legalUnit: listedUnit('法定单位'),
  secondUnit: listedUnit('第二单位').optional(),
  ownCode: plainText('自有货号').optional(),
  /** Among them the image of the goods and the licence of a brand. */
  documents: Documents.optional(),
});

export type GoodsForm = z.output<typeof GoodsForm>;

/**
 * Goods as they are filed first: they may bring the number by which their merchant's program has told of them already. The
 * upper half of a year's serials is the registry's own.
 */
export const NewGoodsForm = GoodsForm.extend({
  goodsNumber: code(
    '已编的商品备案编号',
    /^[A-Z]{2}\d{6}20\d{2}(?!000000)[0-4]\d{5}$/,
    'SC5001112026000001',
  ).optional(),
});

concepts({ Brand, GoodsForm, NewGoodsForm });

export type NewGoods = z.output<typeof NewGoodsForm>;

/**
 * What stands against a number that goods bring with them; their series is of the day. @param isFree whether the registry
 * has given it to none
 */
export function broughtNumberFindings(
  number: string,
  { prefix, districtId, today }: { readonly prefix: string; readonly districtId: string; readonly today: string },
  isFree: boolean,
): Finding[] {
  const year = number.slice(8, 12);
  const refused =
    !number.startsWith(prefix + districtId) || year > today.slice(0, 4)
      ? says(
          `商品备案编号“${number}”不是本区县今年及以前的商品备案编号（${prefix}${districtId}…）`,
          '请核对编号，或留空由系统编号',
        )
      : isFree
        ? undefined
        : says(`商品备案编号“${number}”已是另一商品的编号`, '请留空，由系统另行编号');
  return refused === undefined ? [] : [danger('GOODS_NUMBER_TAKEN', '/goodsNumber', refused)];
}

export const Goods = z.object({
  id: z.string(),
  districtId: z.string(),
  goodsNumber: z.string(),
  form: z.custom<GoodsForm>(holding('hsCode')),
  /** What they were before, where they were taken over. */
  former: Former.optional(),
  /** Whether it was cancelled; goods also end with their merchant (`goodsStatusOf`). */
  status: GoodsStatus,
  /** The merchant or agent that filed them itself. */
  filerEntityId: z.string().optional(),
  findings: StoredFindings,
  /** 法检 and 出口关税 on the day of filing: such goods are never merged in a simplified declaration. */
  inspectionRequired: z.boolean(),
  exportDuty: z.boolean(),
});

export type Goods = z.infer<typeof Goods>;

/** The export controls that a 10-digit HS code falls under. */
export const controlsOf = (code10: string, { hsControls }: Lists): RowOf<'hsControls'>[] =>
  [...hsControls.values()].filter(({ hs }) => code10.startsWith(hs));

/** Goods as filed on a day, with what the rules found; whoever files them refuses what blocks. */
export function filedGoods(
  identity: Pick<Goods, 'id' | 'districtId' | 'goodsNumber' | 'filerEntityId' | 'former'>,
  form: GoodsForm,
  findings: readonly Finding[],
  lists: Lists,
): Goods {
  if (blocks(findings)) throw new Error('goods with blocking findings are not filed');
  const controls = new Set(controlsOf(form.hsCode, lists).map((row) => row.control));
  return {
    ...identity,
    form,
    status: 'ACTIVE',
    findings: [...findings],
    inspectionRequired: controls.has('INSPECTION'),
    exportDuty: controls.has('EXPORT_DUTY'),
  };
}

/** The status of goods: they are in force as long as their merchant is. */
export const goodsStatusOf = ({ status }: Pick<Goods, 'status'>, merchant: EntityStatus | undefined): EntityStatus =>
  status === 'CANCELLED' ? status : (merchant ?? 'CANCELLED');

/** What other capabilities are told of goods. */
export const goodsChanged = (
  { form, ...goods }: Goods,
  version: number,
  at: string,
): z.infer<typeof GoodsChanged.detail> => ({
  goodsId: goods.id,
  goodsNumber: goods.goodsNumber,
  merchantId: form.merchantId,
  districtId: goods.districtId,
  version,
  at,
  status: goods.status,
  nameZh: form.nameZh,
  nameEn: form.nameEn,
  hsCode: form.hsCode,
  specification: form.specification,
  brand: form.brand,
  dealUnit: form.dealUnit,
  legalUnit: form.legalUnit,
  secondUnit: form.secondUnit,
  inspectionRequired: goods.inspectionRequired,
  exportDuty: goods.exportDuty,
  producerId: form.producerId,
  ownCode: form.ownCode,
  formerNumber: goods.former?.number,
});

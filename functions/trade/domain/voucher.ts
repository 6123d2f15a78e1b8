import { z } from 'zod';
import { VoucherType } from '../../events/trade.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { date, id, namesOne, quantity, text } from '../../shared/kernel/fields.ts';

/**
 * A document that a trade rests on. One that states `goods` may stand behind several trades, together for no more than
 * it states; any other belongs to one trade.
 */
export const VoucherRequest = z.strictObject({
  type: VoucherType.meta({ title: '凭证类型' }),
  number: text('凭证号').superRefine(namesOne('凭证号')),
  sha256: z
    .string()
    .overwrite((value) => value.toLowerCase())
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .meta({ title: '凭证文件的 SHA-256（64 位十六进制）' }),
  /** The file, uploaded by `POST /v1/documents`; its SHA-256 is then the voucher's. */
  documentId: id('凭证附件', 'document').optional(),
  issuedOn: date('凭证日期').optional(),
  goods: z
    .array(z.strictObject({ goodsId: id('凭证商品', 'goods'), quantity: quantity('凭证载明数量') }))
    .min(1)
    .max(200)
    .optional()
    .meta({ title: '凭证载明的商品' }),
});

concepts({ VoucherRequest });

export type VoucherRequest = z.infer<typeof VoucherRequest>;

/** Quantities by goods, scaled by 100,000, in each goods' deal unit. */
export const Quantities = z.record(z.string(), z.int());

export type Quantities = z.infer<typeof Quantities>;

/** A voucher as a trade keeps it, with what the trade draws from it. */
export const Voucher = z.object({
  type: VoucherType,
  number: z.string(),
  sha256: z.string().optional(),
  documentId: z.string().optional(),
  issuedOn: z.string().optional(),
  drawn: Quantities.optional(),
});

export type Voucher = z.infer<typeof Voucher>;

import { z } from 'zod';
import { named } from '../shared/kernel/named.ts';
import { event, told } from './event.ts';
import { BRAND_NAMES, GOODS_STATUS_NAMES } from './names.ts';

export const GoodsStatus = named(GOODS_STATUS_NAMES);

export const GoodsChanged = event(
  'GoodsChanged',
  'Goods were filed, amended or cancelled.',
  z.object({
    ...told,
    goodsId: z.string(),
    goodsNumber: z.string(),
    /** The number under which they were filed elsewhere before they were taken over. */
    formerNumber: z.string().optional(),
    merchantId: z.string(),
    producerId: z.string().optional(),
    /** The merchant's own number of the goods. */
    ownCode: z.string().optional(),
    status: GoodsStatus,
    nameZh: z.string(),
    nameEn: z.string().optional(),
    /** Ten digits. */
    hsCode: z.string(),
    specification: z.string(),
    brand: z.object({
      type: named(BRAND_NAMES),
      name: z.string().optional(),
      /** What the filing says of the holder's authorisation; absent where it says nothing. */
      authorised: z.boolean().optional(),
    }),
    /** Units by their customs code, e.g. `007`. */
    dealUnit: z.string(),
    legalUnit: z.string(),
    secondUnit: z.string().optional(),
    /** 法检 and 出口关税 on the day of filing. */
    inspectionRequired: z.boolean(),
    exportDuty: z.boolean(),
  }),
);

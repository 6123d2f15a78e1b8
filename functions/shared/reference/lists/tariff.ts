import { z } from 'zod';
import { list } from '../list.ts';

/**
 * 进出口税则: ten-digit codes with the units in which they are declared, and the chapters, headings and subheadings above them.
 * A row of fewer digits that is `complete` says that every code which begins with it and exists is listed: only there can a
 * code be said not to exist, and the list becomes strict as far as it is loaded.
 */
export const tariff = list(
  'tariff',
  {
    hs: z.string().regex(/^\d{2}(\d{2}){0,4}$/),
    name: z.string().min(1),
    /** 法定第一单位 by its customs code. */
    legalUnit: z
      .string()
      .regex(/^\d{3}$/)
      .optional(),
    /** 法定第二单位; absent where there is none, or it is not known. */
    secondUnit: z
      .string()
      .regex(/^\d{3}$/)
      .optional(),
    complete: z.literal(true).optional(),
    /** Whether the row was read in the tariff, or recalled. */
    verified: z.boolean().optional(),
  },
  ({ hs }) => hs,
  ({ hs, legalUnit, secondUnit, complete }) => {
    if (hs.length === 10) {
      if (legalUnit === undefined) return ['legalUnit', `十位商品编号 ${hs} 须有法定第一单位`];
      return complete ? ['complete', `只有章、品目、子目可以标注完整，${hs} 是十位商品编号`] : undefined;
    }
    return (legalUnit ?? secondUnit) ? ['legalUnit', `${hs} 不是十位商品编号，不能有法定单位`] : undefined;
  },
);

export type TariffRow = z.infer<typeof tariff.row>;

type Tariff = ReadonlyMap<string, TariffRow>;

/** Whether a ten-digit code is known not to exist: it is not listed, and something that it begins with is complete. */
export const isNoCode = (hsCode: string, listed: Tariff): boolean =>
  !listed.has(hsCode) && [2, 4, 6, 8].some((digits) => listed.get(hsCode.slice(0, digits))?.complete);

/** Codes that exist and begin most like one that does not, for whoever looks for the right one. */
export function codesNear(hsCode: string, listed: Tariff): TariffRow[] {
  const codes = [...listed.values()].filter(({ hs }) => hs.length === 10);
  for (const digits of [8, 6, 4]) {
    const near = codes.filter(({ hs }) => hs.startsWith(hsCode.slice(0, digits)));
    if (near.length > 0) return near.slice(0, SHOWN);
  }
  return [];
}

const SHOWN = 5;

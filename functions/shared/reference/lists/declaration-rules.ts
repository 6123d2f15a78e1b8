import { z } from 'zod';
import { parameters } from '../list.ts';

/** What an export declaration in mode 1039 may hold, and how its simplified form is made. */
export const declarationRules = parameters('declaration-rules', {
  legalBasis: z.string(),
  /** Greatest value of one declaration in US dollars as decimal text, inclusive. */
  maxUsd: z.string().regex(/^\d+(\.\d{1,2})?$/),
  maxLines: z.int().positive(),
  /** How many kinds, by value, are declared line by line. */
  keptKinds: z.int().positive(),
  /** Goods that customs excludes from merging, by the beginning of their HS code. */
  exceptions: z.array(z.strictObject({ hsPrefix: z.string().regex(/^\d{2,10}$/), legalBasis: z.string() })),
});

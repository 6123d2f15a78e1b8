import { z } from 'zod';
import { parameters } from '../list.ts';

/** Thresholds of trade registration. */
export const tradeRules = parameters('trade-rules', {
  /** US dollars as decimal text, from which on a total is near the cap of one declaration. */
  nearDeclarationLimitUsd: z.string().regex(/^\d+(\.\d{1,2})?$/),
});

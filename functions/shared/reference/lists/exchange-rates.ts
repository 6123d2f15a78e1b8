import { z } from 'zod';
import { CURRENCIES } from '../../kernel/money.ts';
import { list } from '../list.ts';

/**
 * What one unit of each trade currency is worth in US dollars, from a month on until another month's rates are there. At
 * most one row is in force; none is on a day before the first.
 */
export const exchangeRates = list(
  'exchange-rates',
  {
    /** `YYYY-MM`. */
    month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
    /** Decimal text. */
    usdPerUnit: z.record(z.enum(CURRENCIES), z.string().regex(/^\d+(\.\d+)?$/)),
  },
  () => 'USD',
);

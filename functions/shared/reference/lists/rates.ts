import { z } from 'zod';
import { CURRENCIES } from '../../kernel/money.ts';
import { list } from '../list.ts';

/**
 * 折算率: what one unit of each trade currency is worth in US dollars, month by month. A month's rates are published in the
 * month before, and can be loaded as soon as they are. At most one row is in force on a day, that of its month or, where
 * that is not loaded, of a month before; none is before the first. What is lawful on the day is for the trade to say.
 */
export const rates = list(
  'rates',
  {
    /** `YYYY-MM`; the row begins within it. */
    month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
    /** Decimal text. A table that does not name a currency has no rate of it. */
    usdPerUnit: z.partialRecord(z.enum(CURRENCIES), z.string().regex(/^(?=.*[1-9])\d{1,5}(\.\d{1,10})?$/)),
  },
  () => 'USD',
  ({ from, month }) =>
    from.startsWith(month) ? undefined : ['month', `折算率所属月份 ${month} 与起期 ${from} 不在同一个月`],
);

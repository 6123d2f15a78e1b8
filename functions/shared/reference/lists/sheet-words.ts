import { z } from 'zod';
import { CURRENCIES } from '../../kernel/money.ts';
import { parameters } from '../list.ts';

/** Words and codes by which a 联网清单 names currencies, kinds of packaging and units. */
export const sheetWords = parameters('sheet-words', {
  currencies: z.array(z.strictObject({ code: z.enum(CURRENCIES), words: z.array(z.string()) })),
  packages: z.array(z.strictObject({ code: z.string(), words: z.array(z.string()) })),
  units: z.array(z.strictObject({ code: z.string(), words: z.array(z.string()) })),
});

import { z } from 'zod';
import { parameters } from '../list.ts';

/** Words that point to dangerous goods, by class, unless they stand in one of the exceptions. */
export const dangerousGoods = parameters('risk/dangerous-goods', {
  except: z.array(z.string()),
  items: z.array(z.strictObject({ class: z.string(), words: z.array(z.string()) })),
});

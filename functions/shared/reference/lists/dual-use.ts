import { z } from 'zod';
import { parameters } from '../list.ts';

/** Words that point to dual-use items, by kind, unless they stand in one of the exceptions. */
export const dualUse = parameters('risk/dual-use', {
  except: z.array(z.string()),
  items: z.array(z.strictObject({ kind: z.string(), words: z.array(z.string()) })),
});

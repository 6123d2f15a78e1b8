import { z } from 'zod';
import { list } from '../list.ts';

/** Countries and regions by ISO 3166-1 alpha-3. */
export const countries = list(
  'countries',
  {
    code: z.string().regex(/^[A-Z]{3}$/),
    name: z.string(),
    nameEn: z.string().optional(),
    /** Numeric 国别（地区）代码 of messages from before alpha-3. */
    customsCode: z.string().optional(),
  },
  ({ code }) => code,
);

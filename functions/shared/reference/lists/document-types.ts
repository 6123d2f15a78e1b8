import { z } from 'zod';
import { parameters } from '../list.ts';

/** What may be uploaded, and what files are called. */
export const documentTypes = parameters('document-types', {
  /** Of versions that were loaded before the list of retention said it. */
  retention: z.strictObject({ years: z.int().positive(), mark: z.string(), source: z.string() }).optional(),
  contentTypes: z.array(
    z.strictObject({
      contentType: z.string(),
      name: z.string(),
      extension: z.string(),
      /** The first bytes of such a file, hexadecimal. */
      opening: z.string().regex(/^([0-9a-f]{2})+$/),
      maxBytes: z.int().positive(),
    }),
  ),
  types: z.array(
    z.strictObject({
      type: z.string(),
      name: z.string(),
      /** Other words for it, by which files are named. Versions that were loaded before have none. */
      words: z.array(z.string()).optional(),
    }),
  ),
  /** Types that name what is no file. */
  notFiles: z.array(z.string()),
});

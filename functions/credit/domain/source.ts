import { z } from 'zod';
import { date, text } from '../../shared/kernel/fields.ts';

/** The document by which an authority, or the centre itself, established a fact. */
export const Source = z.strictObject({
  authority: text('认定机关', 100),
  documentNumber: text('文书号', 100),
  documentDate: date('文书日期'),
});

export type Source = z.infer<typeof Source>;

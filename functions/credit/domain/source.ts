import { z } from 'zod';
import { comparisonForm } from '../../shared/kernel/comparison.ts';
import { date, text } from '../../shared/kernel/fields.ts';

/** The document by which an authority, or the centre itself, established a fact. */
export const Source = z.strictObject({
  authority: text('认定机关', 100),
  documentNumber: text('文书号', 100),
  documentDate: date('文书日期'),
});

export type Source = z.infer<typeof Source>;

/** Whether two sources are one document of one authority, however its number was typed: `渝商〔2026〕1号` is `渝商[2026] 1号`. */
export const isSameDocument = (one: Source, other: Source): boolean =>
  comparisonForm(one.authority) === comparisonForm(other.authority) &&
  comparisonForm(one.documentNumber) === comparisonForm(other.documentNumber);

import { z } from 'zod';
import { comparableNumber } from '../../shared/kernel/comparison.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { documentNumberForm } from '../../shared/kernel/document-number.ts';
import { date, namesOne, text } from '../../shared/kernel/fields.ts';
import { simplified } from '../../shared/kernel/simplified.ts';

/** The document by which an authority, or the centre itself, established a fact. */
export const Source = z.strictObject({
  authority: text('认定机关', 100),
  documentNumber: text('文书号', 100),
  documentDate: date('文书日期'),
});

export type Source = z.infer<typeof Source>;

/** The document as it is asked for; earlier releases took a number of signs alone, and what they kept is read as it is. */
export const SourceRequest = Source.extend({
  documentNumber: Source.shape.documentNumber.superRefine(namesOne('文书号')),
});

concepts({ CreditSource: Source, CreditSourceRequest: SourceRequest });

/**
 * What tells a document from all others, however its number was typed: `渝商〔2026〕1号` is `渝商[2026] 1號` and
 * `渝商20261号`. One document establishes one fact of an indicator about an entity.
 */
export const documentOf = ({ authority, documentNumber }: Pick<Source, 'authority' | 'documentNumber'>): string[] => [
  simplified(comparableNumber(authority)),
  documentNumberForm(documentNumber),
];

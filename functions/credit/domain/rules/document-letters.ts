import type { Finding } from '../../../shared/kernel/finding.ts';
import { lookAlikeDangers } from '../../../shared/kernel/look-alike.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { Recording } from './recording.ts';

/** One document establishes a fact once: its number is not written with letters that only look like it. */
export const documentLetters = rule(
  {
    name: '文书号形近字母',
    looksAt: 'authority and number of a document written with letters of another script',
    severity: ['DANGER'],
  },
  ({ request: { source } }: Recording): Finding[] =>
    lookAlikeDangers([
      ['/source/authority', '认定机关', source.authority],
      ['/source/documentNumber', '文书号', source.documentNumber],
    ]),
);

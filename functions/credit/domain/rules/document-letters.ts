import type { Finding } from '../../../shared/kernel/finding.ts';
import { lookAlikeDangers } from '../../../shared/kernel/look-alike.ts';
import type { Recording } from './recording.ts';

/** One document establishes a fact once: its number is not written with letters that only look like it. */
export const documentLetters = ({ request: { source } }: Recording): Finding[] =>
  lookAlikeDangers([
    ['/source/authority', '认定机关', source.authority],
    ['/source/documentNumber', '文书号', source.documentNumber],
  ]);

import type { Finding } from '../../../shared/kernel/finding.ts';
import { documentLetters } from './document-letters.ts';
import { fittingSeverity } from './fitting-severity.ts';
import { knownIndicator } from './known-indicator.ts';
import type { Recording } from './recording.ts';
import { withinDates } from './within-dates.ts';

const RULES = [knownIndicator, withinDates, fittingSeverity, documentLetters];

/** Everything that speaks against recording the fact. */
export const recordingFindings = (recording: Recording): Finding[] => RULES.flatMap((rule) => rule(recording));

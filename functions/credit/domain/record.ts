import type { Finding } from '../../shared/kernel/finding.ts';
import { documentLetters } from './rules/document-letters.ts';
import { fittingSeverity } from './rules/fitting-severity.ts';
import { knownIndicator } from './rules/known-indicator.ts';
import type { Recording } from './rules/recording.ts';
import { withinDates } from './rules/within-dates.ts';

const RULES = [knownIndicator, withinDates, fittingSeverity, documentLetters];

/** Everything that speaks against recording the fact. */
export const recordingFindings = (recording: Recording): Finding[] => RULES.flatMap((rule) => rule(recording));

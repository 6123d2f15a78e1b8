import { differences } from '../../shared/kernel/difference.ts';
import type { Submission } from './submission.ts';

/** The fields of two forms of one kind that are not the same. */
export const changedFields = (before: Submission, after: Submission): string[] =>
  differences(before.entity, after.entity).map(({ field }) => field);

import { z } from 'zod';
import { GRADES, type Grade } from '../../events/credit.ts';
import { addWorkingDays } from '../../shared/kernel/calendar.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import type { Finding } from '../../shared/kernel/finding.ts';
import { Term } from '../../shared/kernel/human-task.ts';
import type { Lists, RowOf } from '../../shared/reference/lists/index.ts';
import { endOf } from './calendar.ts';
import { type Change, isDecreed } from './change.ts';

/**
 * How many look at a filing, by the credit grade of who files (`grade-handling.json`), and by when (`filing-terms.json`).
 */

export const Review = z.object({
  grade: z.string(),
  /** Reviewers who must agree; 0 where the filing is approved without one. */
  reviewers: z.int(),
  ...Term.shape,
});

concepts({ FilingReview: Review });

export type Review = z.infer<typeof Review>;

type Terms = RowOf<'filingTerms'>;

/** Reviewers who must agree, by what the handling of a grade calls it. */
const REVIEWERS: Readonly<Record<string, number>> = { AUTOMATIC: 0, NORMAL: 1, TWO_PERSON: 2 };

/** The grade of an entity that has none: new entities begin there. */
const NEW_ENTITY: Grade = 'B';

/** The worst of the grades of one person or organisation. */
export const worstGrade = (grades: readonly string[]): string =>
  grades.length === 0
    ? NEW_ENTITY
    : (GRADES[Math.max(...grades.map((grade) => GRADES.indexOf(grade as Grade)))] ?? NEW_ENTITY);

/**
 * The review that a submitted filing calls for. An authority's decree is carried out; a good grade spares the reviewer
 * only where no rule asks for a human.
 *
 * @param submittedAt ISO 8601; the term begins the working day after
 */
export function reviewOf(
  { change, submittedAt }: { change: Change | undefined; submittedAt: string },
  grade: string,
  findings: readonly Finding[],
  lists: Lists,
): Review {
  const dueOn = addWorkingDays(dayInChina(submittedAt), lists.filingTerms.reviewWorkingDays);
  if (change && isDecreed(change)) return { grade, reviewers: 0, dueOn };
  const { reviewers } = handlingOf(grade, lists);
  const doubtful = findings.some((found) => found.severity === 'REVIEW');
  return { grade, reviewers: doubtful ? Math.max(1, reviewers) : reviewers, dueOn };
}

/** Whether a filing approved without a reviewer is one of those looked at afterwards; its identifier alone decides. */
export function isSampled(filingId: string, grade: string, lists: Lists): boolean {
  let hash = 0;
  for (const character of filingId) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  return hash % 100 < handlingOf(grade, lists).laterReviewPercent;
}

/** The instant at which a return is no longer answered in time. */
export const answerBy = (returnedAt: string, { answerWorkingDays }: Terms): string =>
  endOf(addWorkingDays(dayInChina(returnedAt), answerWorkingDays));

/** The instant at which a review that nobody decides lapses; the workflow waits longer, so that no decision is overtaken. */
export const reviewBy = (requestedAt: string, { reviewLapseDays }: Terms): string =>
  new Date(Date.parse(requestedAt) + reviewLapseDays * DAY_MS).toISOString();

const DAY_MS = 24 * 3600 * 1000;

/** The notice that a term calls for so many days before its end: when days were missed, the last of them. */
export const noticeFor = (daysLeft: number, { noticeDays }: Terms): number | undefined =>
  daysLeft < 0 ? undefined : noticeDays.findLast((days) => daysLeft <= days);

function handlingOf(
  grade: string,
  { gradeHandling }: Lists,
): { readonly reviewers: number; readonly laterReviewPercent: number } {
  const row = gradeHandling.get(grade);
  const reviewers = REVIEWERS[row?.review ?? ''];
  if (!row || reviewers === undefined) throw new Error(`grade-handling.json does not say how to review grade ${grade}`);
  return { reviewers, laterReviewPercent: row.laterReviewPercent };
}

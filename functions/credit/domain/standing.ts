import { z } from 'zod';
import { Grade } from '../../events/credit.ts';
import { named } from '../../shared/kernel/named.ts';
import { dateOf } from './day.ts';
import { SCORING_CAUSE_NAMES } from './names.ts';
import type { Assessment } from './score.ts';

/** What made an entity's score be computed. */
export const ScoringCause = z.object({ type: named(SCORING_CAUSE_NAMES), id: z.string() });

export type ScoringCause = z.infer<typeof ScoringCause>;

/** A contribution as it is shown: its days as `YYYY-MM-DD`. */
export const DatedContribution = z.object({
  indicator: z.string(),
  eventId: z.string().optional().meta({ description: 'the fact; absent for a clean period, which is nobody’s record' }),
  points: z.int(),
  inForceFrom: z.iso.date(),
  inForceUntil: z.iso.date().optional().meta({
    description: 'last day on which the fact counts; absent for a clean period, which lasts until the next fact',
  }),
  reason: z.string(),
});

export const datedContributions = ({ contributions }: Assessment): z.infer<typeof DatedContribution>[] =>
  contributions.map(({ indicator, eventId, points, inForceFrom, inForceUntil, reason }) => ({
    indicator,
    ...(eventId !== undefined && { eventId }),
    points,
    inForceFrom: dateOf(inForceFrom),
    ...(inForceUntil !== undefined && { inForceUntil: dateOf(inForceUntil) }),
    reason,
  }));

/** The score and grade an entity stands at, all that went into it, and what made it change. */
export const Standing = z.object({
  score: z.int(),
  grade: Grade,
  scorecardVersion: z.string(),
  /** `YYYY-MM-DD` for which it was computed. */
  asOf: z.string(),
  cause: ScoringCause,
  /**
   * What each fact in force contributed, by the fact, and each clean period, by its indicator. Indicator and dates are the
   * fact's own and never change.
   */
  points: z.record(z.string(), z.int()),
});

export type Standing = z.infer<typeof Standing>;

/** The standing that an assessment gives an entity. */
export const standing = (assessment: Assessment, by: Pick<Standing, 'asOf' | 'cause'>): Standing => ({
  ...by,
  score: assessment.score,
  grade: assessment.grade,
  scorecardVersion: assessment.scorecardVersion,
  points: Object.fromEntries(
    assessment.contributions.map(({ eventId, indicator, points }) => [eventId ?? indicator, points]),
  ),
});

/** Whether score and grade are the same; only a change of them is kept and told. */
export const sameStanding = (a: Pick<Standing, 'score' | 'grade'>, b: Pick<Standing, 'score' | 'grade'>): boolean =>
  a.score === b.score && a.grade === b.grade;

/** A standing as it was reached. */
export interface KeptStanding {
  readonly version: number;
  /** ISO 8601. */
  readonly at: string;
  /** Hash of its audit entry; the next one points to it. */
  readonly auditHash: string;
  readonly data: Standing;
}

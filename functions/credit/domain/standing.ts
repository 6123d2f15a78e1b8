import { z } from 'zod';
import type { Assessment } from './score.ts';
import { GRADES } from './scorecard.ts';

/** What made an entity's score be computed. */
export const Cause = z.object({ type: z.enum(['REGISTRATION', 'EVENT', 'RUN']), id: z.string() });

export type Cause = z.infer<typeof Cause>;

/** The score and grade an entity stands at, and why they last changed. */
export const Standing = z.object({
  entityId: z.string(),
  districtId: z.string(),
  score: z.int(),
  grade: z.enum(GRADES),
  scorecardVersion: z.string(),
  /** `YYYY-MM-DD` for which it was computed. */
  asOf: z.string(),
  cause: Cause,
});

export type Standing = z.infer<typeof Standing>;

/** A standing as it was reached at an instant. */
export const PastStanding = Standing.extend({ at: z.string() });

export type PastStanding = z.infer<typeof PastStanding>;

/** The standing that an assessment gives an entity. */
export const standing = (
  { score, grade, scorecardVersion }: Assessment,
  by: Pick<Standing, 'entityId' | 'districtId' | 'asOf' | 'cause'>,
): Standing => ({ ...by, score, grade, scorecardVersion });

/** Whether score and grade are as they were; only a change is kept and told. */
export const sameStanding = (a: Standing, b: Standing): boolean => a.score === b.score && a.grade === b.grade;

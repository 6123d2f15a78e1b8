import { z } from 'zod';
import { concepts } from '../shared/kernel/concepts.ts';
import { named, valuesOf } from '../shared/kernel/named.ts';
import { event, told } from './event.ts';
import {
  APPEAL_NAMES,
  CONSOLIDATION_HANDLING_NAMES,
  CREDIT_SEVERITY_NAMES,
  GRADE_NAMES,
  REVIEW_HANDLING_NAMES,
} from './names.ts';

/** Grades of credit 信用等级, best first. */
export const GRADES = valuesOf(GRADE_NAMES);

export const Grade = named(GRADE_NAMES);

export type Grade = z.infer<typeof Grade>;

export const AppealKind = named(APPEAL_NAMES);

/** How this platform handles whoever has a grade. It never refuses by grade: that takes a statute or a decision. */
export const Handling = z.object({
  review: named(REVIEW_HANDLING_NAMES).meta({ description: 'review of filings and goods 备案审核' }),
  laterReviewPercent: z.int().min(0).max(100).meta({ description: 'share of automatic reviews looked at afterwards' }),
  samplingPercent: z.int().min(0).max(100).meta({ description: 'share of trades checked before declaration' }),
  consolidation: named(CONSOLIDATION_HANDLING_NAMES).meta({
    description: 'place and conditions in consolidation 组货',
  }),
  financeReferral: z.boolean().meta({ description: 'whether it is referred to banks' }),
});

concepts({ Grade, GradeHandling: Handling });

export type Handling = z.infer<typeof Handling>;

const standing = {
  ...told,
  entityId: z.string(),
  score: z.int(),
  grade: Grade,
  scorecardVersion: z.string(),
  handling: Handling,
};

export const CreditChanged = event(
  'CreditChanged',
  'The score or the grade of an entity has changed.',
  z.object(standing),
);

export const GradeChanged = event(
  'GradeChanged',
  'The grade of an entity has changed; a first grade is no change.',
  z.object({ ...standing, previousGrade: Grade, name: z.string().optional() }),
);

const appeal = {
  ...told,
  eventId: z.string(),
  entityId: z.string(),
  appeal: AppealKind,
  /** Whose credit it is, e.g. a shop's name. */
  name: z.string().optional(),
  /** The number of the document that establishes the fact. */
  documentNumber: z.string().optional(),
};

export const CreditAppealDecided = event(
  'CreditAppealDecided',
  'An objection or an application for repair was decided, and the letter is written.',
  z.object({
    ...appeal,
    outcome: z.enum(['UPHELD', 'REVOKED', 'GRANTED', 'REFUSED']),
    reasons: z.array(z.string()).optional(),
  }),
);

export const CreditAppealDue = event(
  'CreditAppealDue',
  'The term of an appeal that nobody has decided ends today.',
  z.object({
    ...appeal,
    /** The last day of the term, `YYYY-MM-DD`. */
    decideBy: z.iso.date(),
  }),
);

export const CreditAppealOverdue = event(
  'CreditAppealOverdue',
  'Nobody decided an appeal in its term.',
  z.object({
    ...appeal,
    /** The last day of the term, `YYYY-MM-DD`. */
    decideBy: z.iso.date(),
  }),
);

export const CreditFactRecorded = event(
  'CreditFactRecorded',
  'A fact of an entity’s credit was recorded, whether or not it moves a score or a grade.',
  z.object({
    ...told,
    eventId: z.string(),
    entityId: z.string(),
    name: z.string().optional(),
    /** What the fact is called on the scorecard of its day. */
    indicatorName: z.string(),
    effect: z.enum(['DEDUCTION', 'VETO', 'BONUS']),
    occurredOn: z.iso.date(),
    /** Who established it, and by which document. */
    authority: z.string(),
    documentNumber: z.string(),
    /** The last day on which it may be objected to, `YYYY-MM-DD`; absent of a bonus. */
    objectUntil: z.iso.date().optional(),
  }),
);

export const CreditFactFound = event(
  'CreditFactFound',
  'A fact of somebody’s credit was found, e.g. a container that weighs otherwise; the same as `POST /v1/credit-events`.',
  z.object({
    entityId: z.string(),
    /** Code of an indicator of the scorecard. */
    indicator: z.string(),
    /** Days of China, `YYYY-MM-DD`. */
    occurredOn: z.string(),
    /** The document that establishes it: one fact of an indicator each. */
    source: z.object({ authority: z.string(), documentNumber: z.string(), documentDate: z.string() }),
    severity: named(CREDIT_SEVERITY_NAMES).optional(),
    evidence: z.string().optional(),
  }),
  { outside: { announces: 'Systems of the authorities that put their findings on the bus.' } },
);

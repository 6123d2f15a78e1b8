import { z } from 'zod';
import reference from '../../../seeds/reference/grade-handling.json' with { type: 'json' };
import { GRADES, type Grade } from './scorecard.ts';

/** How this platform handles whoever has a grade. It never refuses by grade: that takes a statute or a decision. */
export const Handling = z.object({
  review: z.enum(['AUTOMATIC', 'NORMAL', 'TWO_PERSON']).meta({ description: 'review of filings and goods 备案审核' }),
  laterReviewPercent: z.int().min(0).max(100).meta({ description: 'share of automatic reviews looked at afterwards' }),
  samplingPercent: z.int().min(0).max(100).meta({ description: 'share of trades checked before declaration' }),
  consolidation: z
    .enum(['PRIORITY', 'NORMAL', 'SITE_PHOTO_AND_VGM', 'AFTER_REVIEW'])
    .meta({ description: 'place and conditions in consolidation 组货' }),
  financeReferral: z.boolean().meta({ description: 'whether it is referred to banks' }),
});

export type Handling = z.infer<typeof Handling>;

export const GradeHandling = z.object({
  title: z.string(),
  source: z.string(),
  asOf: z.iso.date(),
  designed: z.literal(true).meta({ description: 'designed by this project, no authority’s rule' }),
  items: z.array(Handling.extend({ grade: z.enum(GRADES) })).length(GRADES.length),
});

export type GradeHandling = z.infer<typeof GradeHandling>;

export const GRADE_HANDLING: GradeHandling = GradeHandling.parse(reference);

const byGrade = new Map(GRADE_HANDLING.items.map(({ grade, ...handling }) => [grade, handling]));

export function handlingOf(grade: Grade): Handling {
  const handling = byGrade.get(grade);
  if (!handling) throw new Error(`grade ${grade} has no handling`);
  return handling;
}

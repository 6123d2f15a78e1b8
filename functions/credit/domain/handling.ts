import { z } from 'zod';
import reference from '../../../seeds/reference/grade-handling.json' with { type: 'json' };
import { GRADES, Grade, Handling } from '../../events/credit.ts';

export const GradeHandling = z.object({
  title: z.string(),
  source: z.string(),
  asOf: z.iso.date(),
  designed: z.literal(true).meta({ description: 'designed by this project, no authority’s rule' }),
  items: z.array(Handling.extend({ grade: Grade })).length(GRADES.length),
});

export type GradeHandling = z.infer<typeof GradeHandling>;

export const GRADE_HANDLING: GradeHandling = GradeHandling.parse(reference);

const byGrade = new Map(GRADE_HANDLING.items.map(({ grade, ...handling }) => [grade, handling]));

export function handlingOf(grade: Grade): Handling {
  const handling = byGrade.get(grade);
  if (!handling) throw new Error(`grade ${grade} has no handling`);
  return handling;
}

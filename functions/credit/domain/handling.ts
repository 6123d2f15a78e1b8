import { z } from 'zod';
import { GRADES, Grade, Handling } from '../../events/credit.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';

export const GradeHandling = z.object({
  title: z.string(),
  source: z.string(),
  asOf: z.iso.date(),
  designed: z.literal(true).meta({ description: 'designed by this project, no authority’s rule' }),
  items: z.array(Handling.extend({ grade: Grade })).length(GRADES.length),
});

export type GradeHandling = z.infer<typeof GradeHandling>;

/** How the platform serves whoever has the grade. */
export function handlingOf(grade: Grade, { gradeHandling }: Pick<Lists, 'gradeHandling'>): Handling {
  const row = gradeHandling.get(grade);
  if (!row) throw new Error(`grade ${grade} has no handling`);
  return Handling.parse(row);
}

import { Grade, Handling } from '../../../events/credit.ts';
import { list } from '../list.ts';

/** How the platform serves each credit grade, best first. */
export const gradeHandling = list('grade-handling', { grade: Grade, ...Handling.shape }, ({ grade }) => grade);

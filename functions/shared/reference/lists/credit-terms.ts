import { z } from 'zod';
import { parameters } from '../list.ts';

/** The terms of objections and repairs, in 工作日. */
export const creditTerms = parameters('credit-terms', {
  /** Within which a recorded fact may be objected to. */
  toObjectWorkingDays: z.int().positive(),
  /** Within which an objection is decided. */
  objectionWorkingDays: z.int().positive(),
  /** Within which a repair is decided. */
  repairWorkingDays: z.int().positive(),
});

import { z } from 'zod';
import { parameters } from '../list.ts';

/** The terms of filing. */
export const filingTerms = parameters('filing-terms', {
  /** 工作日 within which a filing is reviewed. */
  reviewWorkingDays: z.int().positive(),
  /** Days after which a filing that nobody reviewed lapses. */
  reviewLapseDays: z.int().positive(),
  /** 工作日 within which a return is answered. */
  answerWorkingDays: z.int().positive(),
  /** Days before the end of a term at which its holder is told, the earliest first. */
  noticeDays: z.array(z.int().positive()).min(1),
  /** Days before the end of a licence or lease from which on the reviewer is told of it. */
  expiringDays: z.int().positive(),
});

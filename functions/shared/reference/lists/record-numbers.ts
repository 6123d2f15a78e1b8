import { z } from 'zod';
import { list } from '../list.ts';

/** Series of the numbers that records of a kind are given; those of filings stand with their kinds. */
export const recordNumbers = list(
  'record-numbers',
  {
    record: z.enum(['goods', 'agreement', 'trade', 'consolidation']),
    name: z.string(),
    prefix: z.string().regex(/^[A-Z]{2}$/),
  },
  ({ record }) => record,
);

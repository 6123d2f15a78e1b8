import { z } from 'zod';
import { list } from '../list.ts';

/** For how long each kind of record is kept, and by which law. */
export const retention = list(
  'retention',
  {
    /** Stable English, e.g. `TRADE`. */
    record: z.string().regex(/^[A-Z_]+$/),
    name: z.string(),
    /** What of a person such records say. */
    what: z.string(),
    days: z.int().positive(),
    /** From when the days count: since the record was made, or since what it says has ended. */
    counts: z.enum(['SINCE_MADE', 'SINCE_END']),
    /**
     * False where a law wants it kept for so long at least; true where it goes by itself, or when it is asked, by then at
     * the latest.
     */
    erasable: z.boolean(),
  },
  ({ record }) => record,
);

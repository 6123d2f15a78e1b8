import { z } from 'zod';
import { list } from '../list.ts';

/** Chapters of the customs tariff. */
export const hsChapters = list(
  'hs-chapters',
  { chapter: z.string().regex(/^\d{2}$/), title: z.string() },
  ({ chapter }) => chapter,
);

import { z } from 'zod';
import { list } from '../list.ts';

/** 关区代码. */
export const customsOffices = list(
  'customs-offices',
  { code: z.string().regex(/^\d{4}$/), name: z.string() },
  ({ code }) => code,
);

import { z } from 'zod';
import { list } from '../list.ts';

/** Foreign parties that are refused. */
export const blockedParties = list(
  'risk/blocked-parties',
  { name: z.string(), nationality: z.string(), certificateNumber: z.string() },
  ({ name, nationality, certificateNumber }) => `${nationality} ${certificateNumber} ${name}`,
);

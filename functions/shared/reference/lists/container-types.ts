import { z } from 'zod';
import { list } from '../list.ts';

/** Container types on offer, ISO 6346 size-type codes. */
export const containerTypes = list(
  'container-types',
  {
    type: z.string().regex(/^[0-9A-Z]{4}$/),
    marketName: z.string(),
    lengthMm: z.int().positive(),
    widthMm: z.int().positive(),
    heightMm: z.int().positive(),
    doorHeightMm: z.int().positive(),
    /** R09: the greatest share of the inner volume. */
    maxFill: z.number().positive().max(1),
    payloadKg: z.int().positive(),
    tareKg: z.int().positive(),
    cost: z.int().positive(),
  },
  ({ type }) => type,
);

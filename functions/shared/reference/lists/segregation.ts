import { z } from 'zod';
import { parameters } from '../list.ts';

const pair = z.tuple([z.string(), z.string()]);

/** Which goods must not share a container. */
export const segregation = parameters('segregation', {
  classes: z.array(z.strictObject({ class: z.string(), name: z.string(), hs: z.array(z.string()) })),
  apart: z.array(pair),
  dangerous: z.strictObject({ name: z.string(), apartFrom: z.array(z.string()), mayMeet: z.array(pair) }),
});

import { z } from 'zod';
import { parameters } from '../list.ts';

/** US dollars per kilogram net that goods of an HS chapter usually cost; the first band that holds the chapter counts. */
export const valuePerKilogram = parameters('risk/value-per-kilogram', {
  bands: z.array(
    z.strictObject({
      /** Absent for every other chapter. */
      chapters: z.array(z.string()).optional(),
      least: z.number(),
      most: z.number(),
    }),
  ),
});

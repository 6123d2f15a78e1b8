import { z } from 'zod';
import { parameters } from '../list.ts';

/** How old a legal representative or a sole trader must be, in whole years. */
export const personAges = parameters('person-ages', {
  /** From which on a person is fully capable. */
  fullAge: z.int().positive(),
  /** From which on it is where it lives by its own labour. */
  workingAge: z.int().positive(),
  /** Nobody alive was born before. In samples people are born on this day, so that nobody living is meant. */
  earliestBirth: z.iso.date(),
  legalBasis: z.string(),
});

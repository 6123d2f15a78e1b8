import { z } from 'zod';
import { parameters } from '../list.ts';

/** Between which days the dates of forms, sheets and messages can lie, and how long a lease may run. */
export const plausibleDates = parameters('plausible-dates', {
  /** No licence, contract or certificate that is in force was made before. */
  earliest: z.iso.date(),
  /** Years after today within which a term ends that has an end at all. */
  horizonYears: z.int().positive(),
  /** Years after its first day within which a lease ends: what goes beyond is void. */
  leaseYears: z.int().positive(),
  leaseBasis: z.string(),
});

import { z } from 'zod';
import { parameters } from '../list.ts';

/** When open trades are worth consolidating. */
export const consolidationSuggestions = parameters('consolidation-suggestions', {
  /** The share of a container's volume that mixed cartons fill as a rule. */
  usableVolumeShare: z.number(),
  /** A container is worth sending from this share of its volume, its payload or a declaration's value on. */
  fullFromShare: z.number(),
  hoursBeforeCutoff: z.number(),
  longestWaitDays: z.number(),
});

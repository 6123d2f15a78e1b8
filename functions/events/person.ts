import { z } from 'zod';
import { named } from '../shared/kernel/named.ts';
import { event, told } from './event.ts';
import { PERSONAL_REQUEST_KIND_NAMES, PERSONAL_REQUEST_STATUS_NAMES } from './names.ts';

export const PersonalRequestChanged = event(
  'PersonalRequestChanged',
  'Somebody asked for a copy, a correction or an erasure of what is held on a party, or was answered.',
  z.object({
    ...told,
    requestId: z.string(),
    entityId: z.string(),
    /** What the party is called. */
    name: z.string().optional(),
    kind: named(PERSONAL_REQUEST_KIND_NAMES),
    status: named(PERSONAL_REQUEST_STATUS_NAMES),
    about: z.string().optional(),
    /** The last day of the answer, `YYYY-MM-DD`. */
    dueOn: z.iso.date().optional(),
    /** Why it was answered so. */
    reasons: z.array(z.string()).optional(),
  }),
);

import { z } from 'zod';
import { ACCOUNT_STATES } from '../shared/kernel/assignment.ts';
import { event, told } from './event.ts';

export const AccountStateChanged = event(
  'AccountStateChanged',
  'An account was suspended, or its suspension was lifted.',
  z.object({
    ...told,
    /** Whom tokens name; an identifier that says nothing of the person. */
    sub: z.string(),
    state: z.enum(ACCOUNT_STATES),
  }),
);

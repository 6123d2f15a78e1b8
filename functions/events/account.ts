import { z } from 'zod';
import { named } from '../shared/kernel/named.ts';
import { ACCOUNT_STATE_NAMES } from '../shared/kernel/names.ts';
import { event, told } from './event.ts';

export const AccountStateChanged = event(
  'AccountStateChanged',
  'An account was suspended, or its suspension was lifted.',
  z.object({
    ...told,
    /** Whom tokens name; an identifier that says nothing of the person. */
    sub: z.string(),
    state: named(ACCOUNT_STATE_NAMES),
  }),
);

import { z } from 'zod';
import { EntityKind } from '../../../events/entity.ts';
import { list } from '../list.ts';

/** Kinds of filing: their numbers, how long they hold, and the papers they come with. */
export const filingKinds = list(
  'filing-kinds',
  {
    kind: EntityKind,
    name: z.string(),
    numberPrefix: z.string().regex(/^[A-Z]{2}$/),
    validityYears: z.int().positive(),
    documents: z.array(z.string()),
  },
  ({ kind }) => kind,
);

import { z } from 'zod';
import { list } from '../list.ts';

/** Export controls: a code falls under every row whose `hs` it begins with. */
export const hsControls = list(
  'hs-controls',
  {
    hs: z.string().regex(/^\d{2,10}$/),
    control: z.enum(['PROHIBITED', 'RESTRICTED', 'INSPECTION', 'EXPORT_DUTY']),
    name: z.string(),
    /** Whether the row was read in its document, or recalled. */
    verified: z.boolean().optional(),
  },
  ({ hs, control, name }) => `${hs} ${control} ${name}`,
);

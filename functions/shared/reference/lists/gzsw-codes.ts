import { z } from 'zod';
import { EntityKind } from '../../../events/entity.ts';
import { parameters } from '../list.ts';

const codes = z.record(z.string(), z.string());

/** Code lists of the Guangzhou dialect. */
export const gzswCodes = parameters('gzsw-codes', {
  characters: z.array(z.strictObject({ code: z.string(), name: z.string(), kinds: z.array(EntityKind) })),
  idTypes: codes,
  merchantTypes: codes,
  taxpayerTypes: codes,
  currencies: codes,
});

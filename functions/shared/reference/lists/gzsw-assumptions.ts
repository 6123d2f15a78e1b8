import { z } from 'zod';
import { parameters } from '../list.ts';

const hsChapters = z.array(z.string());

/** What a message does not say and a filing needs: the value filed in its place, for the reviewer to confirm. */
export const gzswAssumptions = parameters('gzsw-assumptions', {
  customsOffices: z.array(z.strictObject({ customsCodePrefix: z.string(), office: z.string() })),
  safeClass: z.string(),
  siteAreaM2: z.number().positive(),
  cutoffHours: z.int().positive(),
  portOfDischarge: z.string(),
  markets: z.array(z.strictObject({ marketId: z.string(), name: z.string(), hsChapters })),
  goodsWords: z.array(z.strictObject({ word: z.string(), hsChapters })),
});

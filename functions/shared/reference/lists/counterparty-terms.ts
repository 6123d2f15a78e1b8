import { z } from 'zod';
import { parameters } from '../list.ts';

/** Whom parties may find, and for how long they offer them goods. */
export const counterpartyTerms = parameters('counterparty-terms', {
  /** Searches of one party in a day for buyers by certificate number or code, those that find one among them. */
  buyerLookupsADay: z.int().positive(),
  /** Days for which goods that are offered to a consolidator stay offered, the first among them. */
  offerDays: z.int().positive(),
});

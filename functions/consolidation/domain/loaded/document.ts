import { z } from 'zod';
import { DeclarationResult } from '../declaration/declaration-result.ts';
import { TradeSnapshot } from '../trade.ts';
import { LoadedList } from './list.ts';

/** A packing list as it is kept: with the trades as they then were, and the declarations that were planned of it. */
export const LoadedDocument = z.object({
  list: LoadedList,
  trades: TradeSnapshot.array(),
  /** Absent where a rule has refused to plan them. */
  declared: DeclarationResult.optional(),
});

export type LoadedDocument = z.infer<typeof LoadedDocument>;

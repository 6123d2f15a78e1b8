import { z } from 'zod';
import { Party } from './party.ts';
import { TradeSnapshot } from './trade.ts';

/**
 * What a plan was made of: its trades with their cartons as measured, and the parties by their names. It stays with the
 * plan, so that its papers say what they said after the trades were freed and corrected.
 */
export const PlannedCargo = z.object({ trades: TradeSnapshot.array(), parties: Party.array() });

export type PlannedCargo = z.infer<typeof PlannedCargo>;

import { z } from 'zod';
import type { Stored } from '../shared/table/aggregate.ts';
import type { Actor } from '../shared/table/audit.ts';
import type { Consolidation } from './domain/consolidation.ts';
import type { TradeSnapshot } from './domain/trade.ts';
import type { consolidationStore } from './store.ts';

type Store = ReturnType<typeof consolidationStore>;

/** What every planning step is given: documents stay in the table. */
export const ConsolidationInput = z.object({ consolidationId: z.string() });

/** The workflow as the author of a change. */
export const WORKFLOW: Actor = { sub: 'consolidation-workflow', role: 'system' };

/** @throws Error when there is no such consolidation: a fault of the execution's input */
export async function loaded(store: Store, consolidationId: string): Promise<Stored<Consolidation>> {
  const consolidation = await store.load(consolidationId);
  if (!consolidation) throw new Error(`there is no consolidation ${consolidationId}`);
  return consolidation;
}

/** A consolidation with the trades it holds, in its order. */
export async function planningOf(
  store: Store,
  consolidationId: string,
): Promise<{ consolidation: Stored<Consolidation>; trades: TradeSnapshot[] }> {
  const consolidation = await loaded(store, consolidationId);
  const snapshots = await store.trades(consolidation.data.tradeIds);
  const trades = snapshots.filter((snapshot) => snapshot !== undefined);
  if (trades.length < snapshots.length) throw new Error(`a trade of consolidation ${consolidationId} is not known`);
  return { consolidation, trades };
}

/** A result that an earlier step has stored. */
export function stored<T>(result: T | undefined, name: string): T {
  if (result === undefined) throw new Error(`the ${name} is not stored`);
  return result;
}

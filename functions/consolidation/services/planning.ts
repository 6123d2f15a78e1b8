import { z } from 'zod';
import type { Start } from '../../shared/outbox/message.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import { systemActor } from '../../shared/table/audit.ts';
import { planned } from '../domain/amendment.ts';
import type { Consolidation } from '../domain/consolidation.ts';
import { measured } from '../domain/measured.ts';
import type { TradeSnapshot } from '../domain/trade.ts';
import type { consolidationStore } from '../store/index.ts';

type Store = ReturnType<typeof consolidationStore>;

/** Input of every planning step; documents stay in the table. `planning` counts a consolidation's plannings from 1. */
export const ConsolidationInput = z.object({ consolidationId: z.string(), planning: z.int().positive().default(1) });

type ConsolidationInput = z.output<typeof ConsolidationInput>;

/** The workflow as the author of a change. */
export const WORKFLOW = systemActor('workflow', 'consolidation');

/** @throws Error when there is no such consolidation: a fault of the execution's input */
export async function loaded(store: Store, consolidationId: string): Promise<Stored<Consolidation>> {
  const consolidation = await store.load(consolidationId);
  if (!consolidation) throw new Error(`there is no consolidation ${consolidationId}`);
  return consolidation;
}

/** Each planning of a consolidation is one execution. */
const executionName = (id: string, planning: number): string => `${id}-${planning}`;

/** The execution that plans a consolidation, or has planned it last. */
export const executionOf = (runtime: Runtime, { id, planning }: Consolidation): { name: string; arn: string } => {
  const name = executionName(id, planning);
  return { name, arn: runtime.executionArn('consolidation', name) };
};

export const startOf = ({ id, planning }: Pick<Consolidation, 'id' | 'planning'>): Start => ({
  type: 'start',
  workflow: 'consolidation',
  executionName: executionName(id, planning),
  input: { consolidationId: id, planning },
});

/** Whether a planning is the one that its consolidation waits for; not after a release, or once another was started. */
export const isAwaited = ({ data }: Stored<Consolidation>, { planning }: ConsolidationInput): boolean =>
  data.status === 'PLANNING' && data.planning === planning;

/**
 * What of a consolidation is being planned, and the trades of that in its order, with cartons as last measured.
 *
 * @throws Error when another planning was started since
 */
export async function planningOf(
  store: Store,
  consolidation: Stored<Consolidation>,
  { consolidationId, planning }: ConsolidationInput,
): Promise<{ target: Consolidation; trades: TradeSnapshot[] }> {
  if (consolidation.data.planning !== planning) throw new Error(`planning ${planning} of ${consolidationId} is over`);
  const target = planned(consolidation.data);
  const snapshots = await store.trades(target.tradeIds);
  const trades = snapshots.filter((snapshot) => snapshot !== undefined);
  if (trades.length < snapshots.length) throw new Error(`a trade of consolidation ${consolidationId} is not known`);
  return { target, trades: measured(trades, target.measures) };
}

/** A result that an earlier step has stored. */
export function stored<T>(result: T | undefined, name: string): T {
  if (result === undefined) throw new Error(`the ${name} is not stored`);
  return result;
}

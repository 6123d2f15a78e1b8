import type { Planner } from '../../packing/model.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { cartonGroups, type LoadOptions, loadRequest } from './cargo.ts';
import { type LoadResult, toResult } from './load-result.ts';
import { segregatedBound } from './segregated-bound.ts';
import type { TradeSnapshot } from './trade.ts';

/**
 * Plans the containers of all cartons of the trades at least cost; the bound is the larger of the whole cargo's and of
 * what goods that must part need.
 */
export async function planCargo(
  trades: readonly TradeSnapshot[],
  types: readonly string[] | undefined,
  options: LoadOptions,
  planner: Planner,
  lists: Lists,
): Promise<LoadResult> {
  const request = loadRequest(trades, types, options, lists);
  const plan = await planner(request);
  // Cartons that stay behind are in no bound of the rest.
  const bound = plan.unplaced.length > 0 ? plan.lowerBound : Math.max(plan.lowerBound, segregatedBound(request));
  return toResult({ ...plan, lowerBound: bound }, cartonGroups(trades), lists);
}

import { ruleViolation } from '../../shared/http/problem.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import type { Consolidation } from '../domain/consolidation.ts';
import type { LoadResult } from '../domain/load-result.ts';
import type { AmendmentRequest } from '../domain/request.ts';
import type { TradeSnapshot } from '../domain/trade.ts';
import type { consolidationStore } from '../store/index.ts';
import { planInForce } from './reading.ts';
import { rearrangeOnThread } from './rearrange-thread.ts';

/**
 * The load of a plan after single cartons of it are moved.
 *
 * @param trades with cartons as last measured
 * @throws Problem RULE_VIOLATION with what stands against it
 */
export async function rearranged(
  store: ReturnType<typeof consolidationStore>,
  stored: Stored<Consolidation>,
  trades: readonly TradeSnapshot[],
  { moves, loadedSteps = new Map() }: Pick<AmendmentRequest, 'moves' | 'loadedSteps'>,
  { containerTypes: offered, dangerousGoods, segregation }: Lists,
): Promise<LoadResult> {
  const { containerTypes, options } = stored.data;
  const { load: present } = await planInForce(store, stored);
  // Only what is asked of the lists is copied to the thread.
  const lists = { containerTypes: offered, dangerousGoods, segregation };
  const after = await rearrangeOnThread({ present, trades, containerTypes, options, moves, loadedSteps, lists });
  if ('findings' in after) throw ruleViolation(after.findings);
  return after.load;
}

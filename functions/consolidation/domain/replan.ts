import type { Planner } from '../../packing/model.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import type { LoadOptions } from './cargo.ts';
import type { CartonRef } from './carton-ref.ts';
import type { LoadResult, PlannedContainer } from './load-result.ts';
import { planCargo } from './plan-cargo.ts';
import { CargoToLoad } from './replan/cargo-to-load.ts';
import { Filler } from './replan/filler.ts';
import { type Change, cartonsWithoutPlace, matchContainers } from './replan/matcher.ts';
import { placeRemaining, settled } from './replan/settlement.ts';
import { sum } from './sums.ts';
import type { TradeSnapshot } from './trade.ts';

export type { Change } from './replan/matcher.ts';

/** With more containers than this to load anew, little is left of the plan, and one new plan uses the time better. */
const MAX_RELOADED = 6;

/**
 * Plans the trades anew from a plan in force, with least change. A container that nothing happened to stays as it is. One
 * that lost cartons, or whose cartons were measured anew, keeps the others in their places where all of them still stand
 * safely. The other containers are loaded anew with their own cartons. Cartons that find no place there go into the
 * container with most room, else into further ones. Where that costs more than the plan did, or too many containers would
 * be loaded anew, everything is planned anew.
 *
 * @param trades what is to be loaded now, with cartons as last measured
 * @param types the container types on offer, and those of the containers that are planned already; absent means all
 * @param planner the containers that are loaded anew share the budget of the options; a plan of everything has all of it
 */
export async function replan(
  present: LoadResult,
  trades: readonly TradeSnapshot[],
  types: readonly string[] | undefined,
  options: LoadOptions,
  change: Change,
  planner: Planner,
  lists: Lists,
): Promise<LoadResult> {
  const changed = await keepingPlan(present, new CargoToLoad(trades, types, options, lists), change, planner);
  const isGood = changed !== undefined && changed.unplaced.length === 0 && changed.cost <= present.cost;
  // Whoever swaps a container has said which one there is.
  if (isGood || (changed && change.swaps.length > 0)) return changed;
  const fresh = await planCargo(trades, types, options, planner, lists);
  return changed && !isCheaper(fresh, changed) ? changed : fresh;
}

/** The plan with least change; undefined where so much is to be loaded anew that there is no plan to keep to. */
async function keepingPlan(
  present: LoadResult,
  cargo: CargoToLoad,
  change: Change,
  planner: Planner,
): Promise<LoadResult | undefined> {
  const matched = matchContainers(present, cargo, change).filter(({ cartons }) => cartons.length > 0);
  const reloaded = matched.filter(({ kept }) => kept === undefined).length;
  if (reloaded > MAX_RELOADED && change.swaps.length === 0) return undefined;
  // Two shares are for the cartons that remain: in a container that stands already, and in further ones.
  const filler = new Filler(cargo, planner, 1 / (reloaded + 2));
  const containers: PlannedContainer[] = [];
  const remaining: CartonRef[] = cartonsWithoutPlace(matched, cargo);
  for (const { type, cartons, kept } of matched) {
    if (kept) {
      containers.push(kept);
      continue;
    }
    const { container, left } = await filler.fillOne(cargo.typeOf(type), cartons);
    if (container) containers.push(container);
    remaining.push(...left);
  }
  const loaded = await placeRemaining(containers, remaining, cargo, filler);
  return settled(loaded, cargo, filler.completions);
}

/** Whether a plan leaves fewer cartons behind than another, or as many at less cost. */
function isCheaper(a: LoadResult, b: LoadResult): boolean {
  const left = ({ unplaced }: LoadResult): number => sum(unplaced, ({ count }) => count);
  return left(a) - left(b) < 0 || (left(a) === left(b) && a.cost < b.cost);
}

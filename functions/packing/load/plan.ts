import type { LoadPlan, LoadRequest, Placement, Unplaced, UnplacedCode } from '../model.ts';
import { arrangeByOwner } from './arrange-by-owner.ts';
import { assignOwners, countsByOwner } from './assign-owners.ts';
import { balance } from './balance.ts';
import { cheapestMix } from './bound.ts';
import { gatherCargo } from './cargo.ts';
import { figuresOf } from './figures.ts';
import { FleetSearch } from './fleet.ts';
import { Packer } from './packer.ts';
import type { Pattern } from './pattern.ts';
import { SearchBudget } from './search-budget.ts';

/**
 * Most blocks to choose from. More of them pay only where there is time to search among them, or so much cargo that
 * blocks grow large.
 */
const MAX_BLOCKS = { quick: 3_000, usual: 10_000 };
const MAX_BLOCKS_OF_MANY = { quick: 12_000, usual: 20_000 };
/** Up to this budget a search counts as quick, and from more cartons than this the cargo as many. */
const QUICK = { seconds: 2, completions: 1_000 };
const MANY_CARTONS = 500;

/**
 * Loads the cargo into as cheap a set of containers as the budget lets it find. When exactly one container is on offer,
 * it packs as much volume as it can. Plans of one budget in completions, seed and variant are the same on every machine.
 *
 * @param clock milliseconds of the processor or the wall; unused when the budget is in completions
 * @throws RangeError for more than 31 conflicting segregation classes
 */
export function planLoad(request: LoadRequest, clock: () => number): LoadPlan {
  const budget = new SearchBudget(request.budget, clock);
  const cargo = gatherCargo(request);
  const offered = request.containers.filter((c) => c.count !== 0);
  const cap = blocksFor(request);
  const packers = offered.map((c) => new Packer(c, cargo, request, cap));
  const stock = Int32Array.from(cargo.types, (type, i) => (packers.some((p) => p.interior.fits[i]) ? type.count : 0));
  const lowerBound = cheapestMix(
    packers.map(({ interior }) => interior),
    stock,
  );
  const packerOf = ({ container }: Pattern): Packer =>
    packers.find(({ interior }) => interior.container === container)!;
  const patterns = load(packers, stock, budget, lowerBound, request.seed);
  const left = patterns.reduce((rest, { counts }) => rest.map((n, i) => n - counts[i]!), stock);
  for (const [k, pattern] of patterns.entries()) {
    const fuller = packerOf(pattern).topUp(pattern, left);
    for (const [i, n] of fuller.counts.entries()) left[i] = left[i]! - n + pattern.counts[i]!;
    patterns[k] = fuller;
  }
  const masses = new Map(request.items.map(({ id, massG }) => [id, massG]));
  const massOf = ({ itemId }: Placement): number => masses.get(itemId)!;
  const assignment = assignOwners(
    patterns.map(({ counts }) => counts),
    cargo,
  );
  return {
    containers: patterns.map((pattern, i) => {
      const shares = assignment.shares[i]!;
      const lowered = packerOf(pattern).lowered(pattern, countsByOwner(shares));
      const { container } = pattern;
      const cartons = balance(lowered.cartons, cargo, container.lengthMm, request.clearanceMm ?? 0);
      const placements = arrangeByOwner(cartons, shares);
      return { type: container.type, placements, ...figuresOf(placements, massOf, container) };
    }),
    unplaced: assignment.unplaced.map(({ id, count }) => explain(id, count, request, packers)),
    cost: patterns.reduce((sum, p) => sum + p.container.cost, 0),
    lowerBound,
    completions: budget.completions,
  };
}

function blocksFor({ budget, items }: LoadRequest): number {
  const quick = 'seconds' in budget ? budget.seconds <= QUICK.seconds : budget.completions <= QUICK.completions;
  const many = items.reduce((sum, { count }) => sum + count, 0) > MANY_CARTONS;
  return (many ? MAX_BLOCKS_OF_MANY : MAX_BLOCKS)[quick ? 'quick' : 'usual'];
}

function load(packers: Packer[], stock: Int32Array, budget: SearchBudget, lowerBound: number, seed: number): Pattern[] {
  if (stock.every((n) => n === 0)) return [];
  const [first] = packers;
  if (packers.length > 1 || first!.interior.container.count !== 1) {
    return new FleetSearch(packers, stock, budget, lowerBound, seed).run();
  }
  const pattern = first!.fill(stock, () => budget.spendCompletion());
  return pattern.cartons.length > 0 ? [pattern] : [];
}

/** Why so many cartons of an item are not in the plan, with what to do about it in Chinese. */
function explain(itemId: string, count: number, request: LoadRequest, packers: readonly Packer[]): Unplaced {
  const item = request.items.find(({ id }) => id === itemId)!;
  const type = packers[0]?.interior.cargo.types.findIndex(({ items }) => items.includes(item)) ?? -1;
  const code: UnplacedCode = packers.some((p) => p.interior.fits[type])
    ? 'NO_ROOM'
    : request.containers.every((c) => item.massG > c.payloadG)
      ? 'TOO_HEAVY'
      : 'FITS_NO_CONTAINER';
  const size = `${item.lengthMm}×${item.widthMm}×${item.heightMm} 毫米`;
  const reasons: Record<UnplacedCode, string> = {
    NO_ROOM: `${count} 箱（${itemId}，${size}）在所给集装箱数量内装不下；请增加集装箱或减少货物`,
    TOO_HEAVY: `每箱 ${item.massG / 1000} 千克（${itemId}）超过所给集装箱的最大载重；请拆分包装或改用载重更大的箱型`,
    FITS_NO_CONTAINER: `纸箱（${itemId}，${size}）按允许的放置方向装不进任何所给箱型；请核对尺寸与朝向，或改用更大的箱型`,
  };
  return { itemId, count, code, reason: reasons[code] };
}

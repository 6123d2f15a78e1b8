import type { ContainerLoad, LoadPlan, LoadRequest, Placement, Unplaced, UnplacedCode } from '../model.ts';
import { allot, byOwner } from './allot.ts';
import { balance, heavierHalf, judge } from './balance.ts';
import { cheapestMix } from './bound.ts';
import { type Cargo, gatherCargo } from './cargo.ts';
import { deal } from './deal.ts';
import { Effort } from './effort.ts';
import { FleetSearch } from './fleet.ts';
import { Packer, type Pattern } from './packer.ts';

/** Blocks to choose from. More pay only when there is time to search among them or cargo enough for large ones. */
const BLOCKS = { quick: 3_000, usual: 10_000 };
const BLOCKS_OF_MANY = { quick: 12_000, usual: 20_000 };
const QUICK = { seconds: 2, completions: 1_000 };
const MANY_CARTONS = 500;

/**
 * Loads the cargo into as cheap a set of containers as the budget lets it find. With a single container on offer it
 * packs as much volume as it can.
 *
 * @param clock milliseconds of the processor or the wall; unused when the budget is in completions
 * @throws RangeError for more than 31 conflicting segregation classes
 */
export function planLoad(request: LoadRequest, clock: () => number): LoadPlan {
  const effort = new Effort(request.budget, clock);
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
  const patterns = load(packers, stock, effort, lowerBound, request.seed);
  const left = patterns.reduce((rest, { counts }) => rest.map((n, i) => n - counts[i]!), stock);
  for (const [k, pattern] of patterns.entries()) {
    const fuller = packerOf(pattern).topUp(pattern, left);
    for (const [i, n] of fuller.counts.entries()) left[i] = left[i]! - n + pattern.counts[i]!;
    patterns[k] = fuller;
  }
  const allotment = allot(
    patterns.map(({ counts }) => counts),
    cargo,
  );
  return {
    containers: patterns.map((pattern, i) => {
      const lots = allotment.lots[i]!;
      const settled = packerOf(pattern).settle(pattern, byOwner(lots));
      const cartons = balance(settled.cartons, cargo, pattern.container.lengthMm, request.clearanceMm ?? 0);
      return describe({ ...settled, cartons }, deal(cartons, lots), cargo);
    }),
    unplaced: allotment.left.map(({ id, count }) => explain(id, count, request, packers)),
    cost: patterns.reduce((sum, p) => sum + p.container.cost, 0),
    lowerBound,
    completions: effort.completions,
  };
}

function blocksFor({ budget, items }: LoadRequest): number {
  const quick = 'seconds' in budget ? budget.seconds <= QUICK.seconds : budget.completions <= QUICK.completions;
  const many = items.reduce((sum, { count }) => sum + count, 0) > MANY_CARTONS;
  return (many ? BLOCKS_OF_MANY : BLOCKS)[quick ? 'quick' : 'usual'];
}

function load(packers: Packer[], stock: Int32Array, effort: Effort, lowerBound: number, seed: number): Pattern[] {
  if (stock.every((n) => n === 0)) return [];
  const [first] = packers;
  if (packers.length > 1 || first!.interior.container.count !== 1) {
    return new FleetSearch(packers, stock, effort, lowerBound, seed).run();
  }
  const pattern = first!.fill(stock, () => effort.allow(1));
  return pattern.cartons.length > 0 ? [pattern] : [];
}

function describe(
  { container, cartons, volume, massG }: Pattern,
  placements: Placement[],
  cargo: Cargo,
): ContainerLoad {
  const moment = { x: 0, y: 0, z: 0 };
  for (const c of cartons) {
    const type = cargo.types[c.type]!;
    // Cargo of unknown mass counts by volume.
    const share = massG > 0 ? type.massG / massG : type.volume / volume;
    moment.x += share * (c.x + c.length / 2);
    moment.y += share * (c.y + c.width / 2);
    moment.z += share * (c.z + c.height / 2);
  }
  const lengthwiseOffset = moment.x / container.lengthMm - 0.5;
  const half = heavierHalf(cartons, ({ type }) => cargo.types[type]!.massG, container.lengthMm);
  return {
    type: container.type,
    placements,
    volumeUtilisation: volume / (container.lengthMm * container.widthMm * container.heightMm),
    payloadUtilisation: massG / container.payloadG,
    massG,
    centreOfGravity: moment,
    lengthwiseOffset,
    balance: judge(lengthwiseOffset, half),
  };
}

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

import type { GroupingRequest, Lot, UngroupedCode } from './model.ts';

/** Number of measures that limit a group, in the order of `Vessel.capacity`: volume, mass, value. */
export const RESOURCES = 3;

/** A kind of container as the search sees it: a bin type. */
export interface Vessel {
  readonly type: string;
  readonly capacity: readonly number[];
  readonly cost: number;
}

/** Lots by index, with everything that limits a group. */
export interface Problem {
  readonly lots: readonly Lot[];
  /** Volume, mass and value of each lot. */
  readonly demand: readonly (readonly number[])[];
  /** Bits of a lot's classes, and of those it must not meet. */
  readonly classBits: readonly number[];
  readonly conflictBits: readonly number[];
  /** The cheapest first. */
  readonly vessels: readonly Vessel[];
}

/** Lots that fit a vessel together; the vessel is the cheapest that takes them. */
export interface Pattern {
  readonly members: readonly number[];
  readonly vessel: Vessel;
}

const MAX_CLASSES = 31;

/**
 * The lots that some container takes by themselves as a problem, and why each other one is left out.
 *
 * @throws RangeError for more than 31 conflicting classes
 */
export function problemOf({ lots, vehicles, maxUsdMinor, conflicts }: GroupingRequest): {
  problem: Problem;
  ungrouped: { lotId: string; code: UngroupedCode }[];
} {
  const vessels = vehicles
    .map(({ type, volumeMm3, massG, cost }) => ({ type, cost, capacity: [volumeMm3, massG, maxUsdMinor] }))
    .toSorted((a, b) => a.cost - b.cost);
  const names = [...new Set(conflicts.flat())];
  if (names.length > MAX_CLASSES) throw new RangeError(`at most ${MAX_CLASSES} conflicting segregation classes`);
  const bit = (name: string): number => (names.includes(name) ? 1 << names.indexOf(name) : 0);
  const bits = (classes: readonly string[]): number => classes.reduce((all, name) => all | bit(name), 0);
  const against = (classes: readonly string[]): number =>
    conflicts.reduce((all, [a, b]) => all | (classes.includes(a) ? bit(b) : 0) | (classes.includes(b) ? bit(a) : 0), 0);

  const whyNot = (lot: Lot): UngroupedCode | undefined => {
    const apart = conflicts.some(([a, b]) => a !== b && lot.classes.includes(a) && lot.classes.includes(b));
    if (apart) return 'CONFLICT';
    const demand = demandOf(lot);
    if (vessels.some((vessel) => demand.every((need, r) => need <= vessel.capacity[r]!))) return undefined;
    const first = demand.findIndex((need, r) => vessels.every((vessel) => need > vessel.capacity[r]!));
    // Too large for the containers that bear it, too heavy for those it fits into.
    return (['VOLUME', 'MASS', 'VALUE'] as const)[first] ?? 'MASS';
  };
  const ungrouped = lots.flatMap((lot) => {
    const code = whyNot(lot);
    return code === undefined ? [] : [{ lotId: lot.id, code }];
  });
  const kept = lots.filter((lot) => whyNot(lot) === undefined);
  return {
    problem: {
      lots: kept,
      demand: kept.map(demandOf),
      classBits: kept.map(({ classes }) => bits(classes)),
      conflictBits: kept.map(({ classes }) => against(classes)),
      vessels,
    },
    ungrouped,
  };
}

const demandOf = ({ volumeMm3, massG, usdMinor }: Lot): number[] => [volumeMm3, massG, usdMinor];

/** The cheapest vessel that takes the lots; undefined when none does, or when they must not meet. */
export function vesselFor(problem: Problem, members: readonly number[]): Vessel | undefined {
  let classes = 0;
  const need = [0, 0, 0];
  for (const i of members) {
    if ((classes & problem.conflictBits[i]!) !== 0) return undefined;
    classes |= problem.classBits[i]!;
    for (let r = 0; r < RESOURCES; r += 1) need[r] = need[r]! + problem.demand[i]![r]!;
  }
  return problem.vessels.find(({ capacity }) => need.every((sum, r) => sum <= capacity[r]!));
}

/** The pattern of some lots; undefined when no vessel takes them together. */
export function patternOf(problem: Problem, members: readonly number[]): Pattern | undefined {
  const vessel = vesselFor(problem, members);
  return vessel && { members, vessel };
}

/** Sum of the costs of the vessels. */
export const costOf = (patterns: readonly Pattern[]): number =>
  patterns.reduce((sum, { vessel }) => sum + vessel.cost, 0);

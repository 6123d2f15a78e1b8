import { type Problem, RESOURCES, type Vessel } from './problem.ts';

/** The moves of one search for each lot, and the temperatures between which it cools geometrically. */
const MOVES_PER_LOT = 4_000;
const HOT = 0.08;
const COLD = 0.0005;
/** A pair of conflicting lots in one vessel weighs as much as an overload by this share of the vessel. */
const CONFLICT_WEIGHT = 0.3;

/**
 * Looks for a place for every lot in the given vessels by simulated annealing over overloads and conflicts: a lot moves to
 * another vessel, or two lots change places, until no vessel is overloaded and no conflict is left.
 *
 * @param movesFactor multiplies the number of moves
 * @returns the lots in each vessel; undefined when none was found, which proves nothing
 */
export function fitInto(
  problem: Problem,
  vessels: readonly Vessel[],
  movesFactor: number,
  random: () => number,
  mayContinue: () => boolean,
): number[][] | undefined {
  const lots = problem.lots.length;
  const state = new Assignment(problem, vessels, random);
  const moves = MOVES_PER_LOT * lots * movesFactor;
  const cooling = (COLD / HOT) ** (1 / moves);
  let heat = HOT;
  for (let move = 0; move < moves && !state.isSound(); move += 1) {
    if (move % 4096 === 0 && !mayContinue()) return undefined;
    heat *= cooling;
    const i = Math.floor(random() * lots);
    const j = random() < 0.5 ? Math.floor(random() * lots) : undefined;
    const from = state.vesselOf(i);
    const to = j === undefined ? Math.floor(random() * vessels.length) : state.vesselOf(j);
    if (from === to) continue;
    const before = state.excess;
    state.move(i, to);
    if (j !== undefined) state.move(j, from);
    if (isTaken(state.excess - before, heat, random)) continue;
    state.move(i, from);
    if (j !== undefined) state.move(j, to);
  }
  return state.isSound() ? state.groups() : undefined;
}

const isTaken = (worse: number, heat: number, random: () => number): boolean =>
  worse <= 0 || random() < Math.exp(-worse / heat);

/** An assignment of every lot to a vessel, with its excess. */
class Assignment {
  /** Sum of overloads, as shares of the vessels, and of weighted conflicts. */
  excess = 0;
  readonly #problem: Problem;
  /** Each lot's share of each measure of each vessel. */
  readonly #shares: Float64Array;
  readonly #loads: Float64Array;
  readonly #place: Int32Array;
  readonly #vessels: number;
  /** Lots of each class in each vessel. */
  readonly #present: Int32Array;

  constructor(problem: Problem, vessels: readonly Vessel[], random: () => number) {
    const n = problem.lots.length;
    this.#problem = problem;
    this.#vessels = vessels.length;
    this.#shares = new Float64Array(n * vessels.length * RESOURCES);
    for (const [i, need] of problem.demand.entries()) {
      for (const [b, { capacity }] of vessels.entries()) {
        for (let r = 0; r < RESOURCES; r += 1) {
          this.#shares[(i * vessels.length + b) * RESOURCES + r] = need[r]! / capacity[r]!;
        }
      }
    }
    this.#loads = new Float64Array(vessels.length * RESOURCES);
    this.#present = new Int32Array(vessels.length * 32);
    this.#place = new Int32Array(n).fill(-1);
    for (let i = 0; i < n; i += 1) this.move(i, Math.floor(random() * vessels.length));
  }

  /** Whether nothing is overloaded and nothing conflicts. Sums of fractions are exact to less than the tolerance. */
  isSound(): boolean {
    return this.excess < 1e-9 && this.#loads.every((load) => load <= 1 + 1e-9);
  }

  vesselOf(i: number): number {
    return this.#place[i]!;
  }

  /** Moves lot i to a vessel. */
  move(i: number, to: number): void {
    const from = this.#place[i]!;
    if (from >= 0) this.#change(i, from, -1);
    this.#place[i] = to;
    this.#change(i, to, 1);
  }

  /** The lots of each vessel that has any. */
  groups(): number[][] {
    const groups: number[][] = Array.from({ length: this.#vessels }, () => []);
    for (const [i, b] of this.#place.entries()) groups[b]!.push(i);
    return groups.filter((members) => members.length > 0);
  }

  #change(i: number, b: number, sign: 1 | -1): void {
    const shares = (i * this.#vessels + b) * RESOURCES;
    for (let r = 0; r < RESOURCES; r += 1) {
      const at = b * RESOURCES + r;
      const load = this.#loads[at]!;
      const next = load + sign * this.#shares[shares + r]!;
      this.#loads[at] = next;
      this.excess += Math.max(0, next - 1 - 1e-12) - Math.max(0, load - 1 - 1e-12);
    }
    const classes = this.#problem.classBits[i]!;
    if (classes === 0) return;
    // A lot that leaves is taken out before its conflicts are counted; one that comes is put in after.
    if (sign < 0) this.#count(classes, b, sign);
    this.excess += sign * CONFLICT_WEIGHT * this.#conflicting(this.#problem.conflictBits[i]!, b);
    if (sign > 0) this.#count(classes, b, sign);
  }

  #count(classes: number, b: number, sign: 1 | -1): void {
    for (let bits = classes; bits !== 0; bits &= bits - 1) {
      const at = b * 32 + (31 - Math.clz32(bits & -bits));
      this.#present[at] = this.#present[at]! + sign;
    }
  }

  /** Lots in vessel b that have one of these classes. */
  #conflicting(conflicts: number, b: number): number {
    let sum = 0;
    for (let bits = conflicts; bits !== 0; bits &= bits - 1) {
      sum += this.#present[b * 32 + (31 - Math.clz32(bits & -bits))]!;
    }
    return sum;
  }
}

import { type Problem, RESOURCES, type Vessel } from './problem.ts';

/** Limit of steps of one search; where it is reached, only the bound of the root holds. */
const MAX_STEPS = 100_000;

/** The weights of volume, mass and value are tried in multiples of one such part. */
const PARTS = 6;

export interface Priced {
  /** Sets of lots worth more than the container, each worth more than the one before. */
  readonly found: readonly (readonly number[])[];
  /** No set of lots is worth more. */
  readonly bound: number;
}

/**
 * Pricing: looks for the lots of most worth that fit one vessel together, a knapsack problem in three dimensions with
 * conflicts. The search is depth first and bounded by the fractional knapsack of a weighted sum of volume, mass and value
 * (a surrogate relaxation).
 */
export function price(problem: Problem, vessel: Vessel, worth: readonly number[]): Priced {
  const search = new Search(problem, vessel, worth, vessel.cost);
  const found: (readonly number[])[] = [];
  const complete = search.run((members, value) => {
    search.bar = value;
    found.push([...members]);
    return true;
  });
  return { found, bound: complete ? search.bar : search.rootBound };
}

/**
 * All sets of lots worth more than `bar` to which no lot can be added; undefined when they are more than `most`. A set that
 * takes another lot is not needed: in a cover the larger one does as well.
 */
export function enumerate(
  problem: Problem,
  vessel: Vessel,
  worth: readonly number[],
  bar: number,
  most: number,
): (readonly number[])[] | undefined {
  const search = new Search(problem, vessel, worth, bar);
  const found: (readonly number[])[] = [];
  const complete = search.run((members) => {
    if (!search.canGrow()) found.push([...members]);
    return found.length <= most;
  });
  return complete ? found : undefined;
}

/** Visits sets of lots that fit a vessel and are worth more than the bar, which a visit may raise. */
class Search {
  bar: number;
  readonly rootBound: number;
  readonly #problem: Problem;
  readonly #vessel: Vessel;
  readonly #worth: readonly number[];
  /** Lots by worth for each weighted unit, and running sums over them. */
  readonly #order: readonly number[];
  readonly #weight: readonly number[];
  readonly #weights: number[] = [0];
  readonly #worths: number[] = [0];
  readonly #members: number[] = [];
  readonly #used: number[] = [0, 0, 0];
  #classes = 0;
  #steps = 0;

  constructor(problem: Problem, vessel: Vessel, worth: readonly number[], bar: number) {
    this.#problem = problem;
    this.#vessel = vessel;
    this.#worth = worth;
    this.bar = bar;
    const fitting = [...problem.demand.keys()].filter(
      (i) => worth[i]! > 1e-9 && problem.demand[i]!.every((need, r) => need <= vessel.capacity[r]!),
    );
    const best = MIXTURES.map((shares) => {
      const weight = problem.demand.map((need) =>
        shares.reduce((sum, share, r) => sum + (share * need[r]!) / vessel.capacity[r]!, 0),
      );
      const order = fitting.toSorted((a, b) => worth[b]! * weight[a]! - worth[a]! * weight[b]! || a - b);
      return { bound: fractional(order, weight, worth), order, weight };
    }).reduce((a, b) => (b.bound < a.bound ? b : a));
    this.rootBound = best.bound;
    this.#order = best.order;
    this.#weight = best.weight;
    for (const i of this.#order) {
      this.#weights.push(this.#weights.at(-1)! + this.#weight[i]!);
      this.#worths.push(this.#worths.at(-1)! + worth[i]!);
    }
  }

  /** Runs the search; false when a visit or the limit of steps ended it. */
  run(visit: (members: readonly number[], value: number) => boolean): boolean {
    return this.#descend(0, 0, 1, visit);
  }

  /** Whether the set that is being visited takes another lot. */
  canGrow(): boolean {
    const { conflictBits } = this.#problem;
    return this.#order.some(
      (i) => (this.#classes & conflictBits[i]!) === 0 && this.#fits(i) && !this.#members.includes(i),
    );
  }

  #descend(from: number, value: number, weightLeft: number, visit: Parameters<Search['run']>[0]): boolean {
    this.#steps += 1;
    if (this.#steps > MAX_STEPS) return false;
    const { demand, classBits, conflictBits } = this.#problem;
    const before = this.#classes;
    for (let at = from; at < this.#order.length; at += 1) {
      if (value + this.#most(at, weightLeft) <= this.bar) break;
      const i = this.#order[at]!;
      if ((before & conflictBits[i]!) !== 0 || !this.#fits(i)) continue;
      const need = demand[i]!;
      for (let r = 0; r < RESOURCES; r += 1) this.#used[r]! += need[r]!;
      this.#members.push(i);
      this.#classes |= classBits[i]!;
      const mayContinue = this.#descend(at + 1, value + this.#worth[i]!, weightLeft - this.#weight[i]!, visit);
      this.#classes = before;
      this.#members.pop();
      for (let r = 0; r < RESOURCES; r += 1) this.#used[r]! -= need[r]!;
      if (!mayContinue) return false;
    }
    return value <= this.bar || visit(this.#members, value);
  }

  #fits(i: number): boolean {
    const need = this.#problem.demand[i]!;
    for (let r = 0; r < RESOURCES; r += 1) {
      if (this.#used[r]! + need[r]! > this.#vessel.capacity[r]!) return false;
    }
    return true;
  }

  /** The greatest worth that lots from a place in the order on can add to a set with so much capacity left. */
  #most(from: number, weightLeft: number): number {
    const limit = this.#weights[from]! + weightLeft;
    let low = from;
    let high = this.#order.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#weights[middle]! <= limit) low = middle;
      else high = middle - 1;
    }
    const next = this.#order[low];
    const part = next === undefined ? 0 : (this.#worth[next]! * (limit - this.#weights[low]!)) / this.#weight[next]!;
    return this.#worths[low]! - this.#worths[from]! + part;
  }
}

/** The greatest worth of a vessel of capacity 1 when lots may be cut: the fractional knapsack. */
function fractional(order: readonly number[], weight: readonly number[], worth: readonly number[]): number {
  let left = 1;
  let value = 0;
  for (const i of order) {
    if (weight[i]! > left) return value + (worth[i]! * left) / weight[i]!;
    left -= weight[i]!;
    value += worth[i]!;
  }
  return value;
}

/** Shares of volume, mass and value that add up to 1; none is quite left out, so that every lot weighs something. */
const MIXTURES: readonly number[][] = Array.from({ length: PARTS + 1 }, (_, a) =>
  Array.from({ length: PARTS + 1 - a }, (__, b) => [a, b, PARTS - a - b].map((part) => (part + 0.01) / (PARTS + 0.03))),
).flat();

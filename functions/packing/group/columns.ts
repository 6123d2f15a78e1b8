import { minimise } from '../solve/integer-program.ts';
import { enumerate, price } from './pricing.ts';
import { costOf, type Pattern, type Problem, patternOf, type Vessel, vesselFor } from './problem.ts';

/** Patterns that one integer program is given at most, and its branch-and-bound nodes. */
const MAX_PATTERNS = 20_000;
const MAX_NODES = 50_000;

/** The dual prices of the linear program are exact to less than this share. */
const EXACT = 1e-6;

/** New patterns of each kind of vessel in one round of pricing. */
const MAX_ADDED = 5;

/**
 * Column generation: a linear program over known groups prices the lots, and a search looks for groups worth more than
 * their container. The dual prices, scaled to be feasible, give a lower bound (Farley 1990); an integer program over the
 * groups found gives a grouping.
 */
export class ColumnSearch {
  /** No grouping costs less. */
  bound = 0;
  readonly #problem: Problem;
  readonly #pool: Pattern[] = [];
  readonly #seen = new Set<string>();
  #worth: readonly number[] = [];

  constructor(problem: Problem, start: readonly Pattern[]) {
    this.#problem = problem;
    for (const { members } of start) this.#remember(members);
    for (const i of problem.lots.keys()) this.#remember([i]);
  }

  /** Adds groups until none is worth more than its container; false when it was stopped before that was proven. */
  converge(mayContinue: () => boolean): boolean {
    while (mayContinue()) {
      const solution = minimise({ ...this.#cover(this.#pool), integer: false, seconds: 0 });
      if (!solution) return false;
      this.#worth = solution.prices.map((value) => Math.max(0, value));
      const priced = this.#problem.vessels.map((vessel) => ({ vessel, ...price(this.#problem, vessel, this.#worth) }));
      // Prices scaled so that no group is worth more than its container are feasible in the dual (Farley 1990).
      const excess = Math.max(1, ...priced.map(({ vessel, bound }) => bound / vessel.cost));
      this.bound = Math.max(this.bound, sumOf(this.#worth) / excess);
      const added = priced.flatMap(({ found }) => found.slice(-MAX_ADDED)).filter((one) => this.#remember(one));
      if (added.length === 0) return excess <= 1 + EXACT;
    }
    return false;
  }

  /** The cheapest grouping of the groups found; undefined when the integer program found none in time. */
  combine(seconds: number): Pattern[] | undefined {
    return this.#choose(this.#pool, seconds)?.patterns;
  }

  /**
   * After convergence: the cheapest grouping that costs less than `below`. It is chosen among all groups whose reduced
   * cost admits such a grouping, so that the bound is raised where the solver proves its choice. Undefined where these
   * groups are too many or no choice was found in time.
   */
  solveExactly(below: number, seconds: number): Pattern[] | undefined {
    const slack = below - sumOf(this.#worth);
    const all: Pattern[] = [];
    for (const vessel of this.#problem.vessels) {
      const bar = vessel.cost * (1 - EXACT) - slack;
      const sets = enumerate(this.#problem, vessel, this.#worth, bar, MAX_PATTERNS - all.length);
      if (!sets) return undefined;
      all.push(...sets.map((members) => ({ members, vessel })));
    }
    const chosen = this.#choose(all, seconds);
    if (chosen?.isLeast) this.bound = Math.max(this.bound, Math.min(below, costOf(chosen.patterns)));
    return chosen?.patterns;
  }

  #choose(patterns: readonly Pattern[], seconds: number): { patterns: Pattern[]; isLeast: boolean } | undefined {
    const solution = minimise({ ...this.#cover(patterns), integer: true, seconds, nodes: MAX_NODES });
    if (!solution) return undefined;
    const taken = new Set<number>();
    const chosen = patterns
      .filter((_, j) => solution.values[j]! > 0.5)
      .flatMap(({ members }) => {
        const own = members.filter((i) => !taken.has(i));
        for (const i of own) taken.add(i);
        return own.length === 0 ? [] : [patternOf(this.#problem, own)!];
      });
    return { patterns: chosen, isLeast: Number.isFinite(solution.bound) };
  }

  #cover(patterns: readonly Pattern[]) {
    return {
      columns: patterns.map(({ members, vessel }) => ({
        cost: vessel.cost,
        upper: 1,
        entries: members.map((i): [number, number] => [i, 1]),
      })),
      atLeast: this.#problem.lots.map(() => 1),
    };
  }

  /** Adds a group, filled up with whatever other lots go in; false when the pool has it. */
  #remember(members: readonly number[]): boolean {
    const vessel = vesselFor(this.#problem, members);
    if (!vessel) return false;
    const full = this.#filled(members, vessel);
    const key = full.join();
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    this.#pool.push({ members: full, vessel });
    return true;
  }

  #filled(members: readonly number[], vessel: Vessel): number[] {
    const full = [...members];
    for (const i of this.#problem.lots.keys()) {
      if (!full.includes(i) && vesselFor(this.#problem, [...full, i]) === vessel) full.push(i);
    }
    return full.sort((a, b) => a - b);
  }
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

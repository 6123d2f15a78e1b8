import { randomFrom } from '../solve/random.ts';
import { fitInto } from './anneal.ts';
import { ColumnSearch } from './columns.ts';
import { firstFit } from './first-fit.ts';
import { mixesBetween, vesselsOf } from './mixes.ts';
import type { Grouping, GroupingRequest } from './model.ts';
import { costOf, type Pattern, type Problem, patternOf, problemOf } from './problem.ts';

/** Shares of the time up to which mixes are tried for the first time, and columns are generated. */
const STAGES = { mixes: 0.2, pricing: 0.4 };

/** With more lots than this, column generation does not converge in the time there is. */
const MAX_PRICED = 60;

/**
 * Puts lots into containers of mixed types at least cost: each lot whole, every container within its volume, its payload
 * and the value of one declaration, and no container with conflicting goods. The result never costs more than first-fit
 * decreasing.
 *
 * Two searches take turns (decision 11). One goes through the mixes of containers that could hold everything, the cheapest
 * first, and anneals the lots into each; it solves problems of many lots to a container. The other generates columns and
 * proves what the first cannot where a container takes few lots. The lower bound is the larger of both.
 *
 * @param clock milliseconds
 */
export function groupLots(request: GroupingRequest, clock: () => number): Grouping {
  const { problem, ungrouped } = problemOf(request);
  const { patterns, bound } = new Grouper(problem, request.seconds, clock).run();
  return {
    groups: patterns.map(({ members, vessel }) => ({
      type: vessel.type,
      lotIds: members.map((i) => problem.lots[i]!.id),
      cost: vessel.cost,
    })),
    ungrouped,
    cost: costOf(patterns),
    lowerBound: bound,
  };
}

class Grouper {
  readonly #problem: Problem;
  /** The share of the time that is spent. */
  readonly #spent: () => number;
  readonly #seconds: number;
  readonly #random = randomFrom(1);
  /** Costs of groupings differ by at least this. */
  readonly #step: number;
  #best: readonly Pattern[];
  #bound: number;
  /** Mixes of one cost that are tried in a round, and the factor of the moves for each; doubled when a round fails. */
  #movesFactor = 1;

  constructor(problem: Problem, seconds: number, clock: () => number) {
    const start = clock();
    this.#problem = problem;
    this.#seconds = seconds;
    this.#spent = () => (clock() - start) / (seconds * 1000);
    this.#step = problem.vessels.map(({ cost }) => cost).reduce(greatestCommonDivisor, 0);
    this.#best = firstFit(problem);
    const [cheapest] = mixesBetween(problem, 0, costOf(this.#best));
    this.#bound = cheapest?.cost ?? costOf(this.#best);
  }

  run(): { patterns: readonly Pattern[]; bound: number } {
    this.#tryMixes(STAGES.mixes);
    if (!this.#isProven() && this.#problem.lots.length <= MAX_PRICED) this.#price();
    this.#tryMixes(1);
    return { patterns: this.#best, bound: this.#bound };
  }

  /** Tries mixes until the share of the time is spent or the best grouping is proven. */
  #tryMixes(share: number): void {
    const mayContinue = (): boolean => this.#spent() < share;
    while (mayContinue() && !this.#isProven()) {
      const mixes = mixesBetween(this.#problem, this.#bound, costOf(this.#best));
      const roomiest = [...Map.groupBy(mixes, ({ cost }) => cost).values()].flatMap((same) =>
        same.slice(0, this.#movesFactor),
      );
      const fitted = firstDefined(roomiest, (mix) => {
        const groups = fitInto(
          this.#problem,
          vesselsOf(this.#problem, mix),
          this.#movesFactor,
          this.#random,
          mayContinue,
        );
        return groups && allDefined(groups.map((members) => patternOf(this.#problem, members)));
      });
      if (fitted) this.#offer(fitted);
      else this.#movesFactor *= 2;
    }
  }

  /** Generates columns, combines them, and where they converged solves the problem exactly over those that matter. */
  #price(): void {
    const columns = new ColumnSearch(this.#problem, this.#best);
    const secondsLeft = (): number => Math.max(0, this.#seconds * (1 - this.#spent()));
    const converged = columns.converge(() => this.#spent() < STAGES.pricing && !this.#isProven());
    this.#raise(columns.bound);
    if (!this.#isProven()) this.#offer(columns.combine(secondsLeft() / 2) ?? []);
    if (!converged || this.#isProven()) return;
    this.#offer(columns.solveExactly(costOf(this.#best) - this.#step + 1e-6, secondsLeft() / 2) ?? []);
    this.#raise(columns.bound);
  }

  #offer(patterns: readonly Pattern[]): void {
    if (patterns.length > 0 && costOf(patterns) < costOf(this.#best) - 1e-9) this.#best = patterns;
  }

  /** Raises the bound, rounded up to the next cost that a grouping can have. */
  #raise(bound: number): void {
    const reachable = Math.ceil((bound - 1e-6) / this.#step) * this.#step;
    this.#bound = Math.min(costOf(this.#best), Math.max(this.#bound, reachable));
  }

  #isProven(): boolean {
    return this.#bound >= costOf(this.#best) - 1e-9;
  }
}

/** The first answer that is defined; the items after it are not asked. */
function firstDefined<T, R>(items: readonly T[], answer: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = answer(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** All items where all are defined. Sums of fractions are not exact: a lot may miss its place by a cubic millimetre. */
const allDefined = <T>(items: readonly (T | undefined)[]): T[] | undefined => {
  const defined = items.filter((item) => item !== undefined);
  return defined.length === items.length ? defined : undefined;
};

/** The greatest common divisor of whole numbers; a millionth where one of them is not whole. */
function greatestCommonDivisor(a: number, b: number): number {
  if (!Number.isInteger(a) || !Number.isInteger(b)) return 1e-6;
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

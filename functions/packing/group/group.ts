import { randomFrom } from '../solve/random.ts';
import { fitInto } from './anneal.ts';
import { ColumnSearch } from './columns.ts';
import { firstFit } from './first-fit.ts';
import { mixesBetween, vesselsOf } from './mixes.ts';
import type { Grouping, GroupingRequest } from './model.ts';
import { costOf, type Pattern, type Problem, patternOf, problemOf } from './problem.ts';

/** Shares of the time up to which mixes are tried for the first time, and groups are priced. */
const STAGES = { mixes: 0.2, pricing: 0.4 };

/** Lots of which column generation is tried: beyond, its prices do not settle in the time there is. */
const MOST_PRICED = 60;

/**
 * Puts lots into containers of mixed types at least cost, each lot whole, every container within its volume, its payload
 * and the value of one declaration, and none with goods that must stand apart. Never worse than first-fit decreasing.
 *
 * Two searches take turns: one goes through the mixes of containers that could hold everything, the cheapest first, and
 * anneals the lots into each; it settles problems of many lots a container. The other generates columns and proves what
 * the first cannot where a container takes few lots. The bound is the larger one of both.
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
  readonly #spent: () => number;
  readonly #seconds: number;
  readonly #random = randomFrom(1);
  /** Costs of groupings differ by at least this. */
  readonly #step: number;
  #best: readonly Pattern[];
  #bound: number;
  /** Mixes of one cost that are tried in a round, and how long each. */
  #effort = 1;

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
    if (!this.#isProven() && this.#problem.lots.length <= MOST_PRICED) this.#price();
    this.#tryMixes(1);
    return { patterns: this.#best, bound: this.#bound };
  }

  #tryMixes(share: number): void {
    const goesOn = (): boolean => this.#spent() < share;
    while (goesOn() && !this.#isProven()) {
      const mixes = mixesBetween(this.#problem, this.#bound, costOf(this.#best));
      const roomiest = [...Map.groupBy(mixes, ({ cost }) => cost).values()].flatMap((same) =>
        same.slice(0, this.#effort),
      );
      const fitted = firstDefined(roomiest, (mix) => {
        const groups = fitInto(this.#problem, vesselsOf(this.#problem, mix), this.#effort, this.#random, goesOn);
        return groups && allDefined(groups.map((members) => patternOf(this.#problem, members)));
      });
      if (fitted) this.#offer(fitted);
      else this.#effort *= 2;
    }
  }

  #price(): void {
    const columns = new ColumnSearch(this.#problem, this.#best);
    const secondsLeft = (): number => Math.max(0, this.#seconds * (1 - this.#spent()));
    const converged = columns.converge(() => this.#spent() < STAGES.pricing && !this.#isProven());
    this.#raise(columns.bound);
    if (!this.#isProven()) this.#offer(columns.combine(secondsLeft() / 2) ?? []);
    if (!converged || this.#isProven()) return;
    this.#offer(columns.settle(costOf(this.#best) - this.#step + 1e-6, secondsLeft() / 2) ?? []);
    this.#raise(columns.bound);
  }

  #offer(patterns: readonly Pattern[]): void {
    if (patterns.length > 0 && costOf(patterns) < costOf(this.#best) - 1e-9) this.#best = patterns;
  }

  /** Takes a bound up to the next cost that a grouping can have. */
  #raise(bound: number): void {
    const reachable = Math.ceil((bound - 1e-6) / this.#step) * this.#step;
    this.#bound = Math.min(costOf(this.#best), Math.max(this.#bound, reachable));
  }

  #isProven(): boolean {
    return this.#bound >= costOf(this.#best) - 1e-9;
  }
}

/** The first answer that is one; the rest is not asked for. */
function firstDefined<T, R>(items: readonly T[], answer: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = answer(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Sums of fractions are not exact: a lot that misses its place by a cubic millimetre makes the whole no answer. */
const allDefined = <T>(items: readonly (T | undefined)[]): T[] | undefined => {
  const defined = items.filter((item) => item !== undefined);
  return defined.length === items.length ? defined : undefined;
};

/** Costs that are no whole numbers have next to no step. */
function greatestCommonDivisor(a: number, b: number): number {
  if (!Number.isInteger(a) || !Number.isInteger(b)) return 1e-6;
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

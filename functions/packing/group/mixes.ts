import type { Problem, Vessel } from './problem.ts';

/** A number of vessels of each kind, in the order of the problem's vessels. */
export interface Mix {
  readonly counts: readonly number[];
  readonly cost: number;
  /** The least share of volume, payload or value that stays free when all lots are in. */
  readonly slack: number;
}

/** Limit of mixes that are listed for one problem. */
const MAX_MIXES = 50_000;

/**
 * The mixes whose volume, payload and value cover all lots and whose cost is at least `from` and less than `below`: the
 * cheapest first, and of one cost the roomiest first. No grouping costs less than the cheapest mix.
 */
export function mixesBetween(problem: Problem, from: number, below: number): Mix[] {
  const { vessels, demand } = problem;
  const total = [0, 1, 2].map((r) => demand.reduce((sum, need) => sum + need[r]!, 0));
  const mixes: Mix[] = [];
  const counts = vessels.map(() => 0);
  const extend = (k: number, cost: number): void => {
    const vessel = vessels[k];
    if (!vessel) {
      const room = total.map((_, r) => vessels.reduce((sum, { capacity }, at) => sum + counts[at]! * capacity[r]!, 0));
      const slack = Math.min(...room.map((sum, r) => (sum - total[r]!) / sum));
      if (slack >= 0 && cost >= from - 1e-9) mixes.push({ counts: [...counts], cost, slack });
      return;
    }
    for (let n = 0; cost + n * vessel.cost < below - 1e-9 && mixes.length < MAX_MIXES; n += 1) {
      counts[k] = n;
      extend(k + 1, cost + n * vessel.cost);
    }
    counts[k] = 0;
  };
  extend(0, 0);
  return mixes.sort((a, b) => a.cost - b.cost || b.slack - a.slack);
}

/** The vessels of a mix, one entry each. */
export const vesselsOf = ({ vessels }: Problem, { counts }: Mix): Vessel[] =>
  vessels.flatMap((vessel, k) => Array.from({ length: counts[k]! }, () => vessel));

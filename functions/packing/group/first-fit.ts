import { type Pattern, type Problem, patternOf, vesselFor } from './problem.ts';

/**
 * First-fit decreasing: the lots by the largest share that they take of any measure, each into the first group that still
 * takes it; every group in the cheapest container that holds it.
 */
export function firstFit(problem: Problem): Pattern[] {
  const { demand, vessels } = problem;
  const most = [0, 1, 2].map((r) => Math.max(...vessels.map(({ capacity }) => capacity[r]!)));
  const size = (i: number): number => Math.max(...demand[i]!.map((need, r) => need / most[r]!));
  const groups: number[][] = [];
  for (const i of [...demand.keys()].sort((a, b) => size(b) - size(a) || a - b)) {
    const open = groups.find((members) => vesselFor(problem, [...members, i]) !== undefined);
    if (open) open.push(i);
    else groups.push([i]);
  }
  return groups.map((members) => patternOf(problem, members)!);
}

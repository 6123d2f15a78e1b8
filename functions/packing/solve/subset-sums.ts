import type { Orientation } from '../load/cargo.ts';

/**
 * For every diorientation up to `limit` the longest row of cartons that fits into it: bounded subset sums of the edges
 * that may lie along one axis, each carton used once.
 */
export function longestRows(
  limit: number,
  types: readonly { orientations: readonly Orientation[]; count: number }[],
  axis: keyof Orientation,
): Int32Array {
  const used = new Int32Array(limit + 1).fill(-1);
  used[0] = 0;
  for (const { orientations, count } of types) {
    const edges = [...new Set(orientations.map((s) => s[axis]))];
    for (let x = 0; x <= limit; x++) {
      if (used[x]! >= 0) {
        used[x] = 0;
        continue;
      }
      let fewest = count + 1;
      for (const edge of edges) {
        if (edge <= x && used[x - edge]! >= 0) fewest = Math.min(fewest, used[x - edge]! + 1);
      }
      if (fewest <= count) used[x] = fewest;
    }
  }
  const longest = new Int32Array(limit + 1);
  for (let x = 1; x <= limit; x++) longest[x] = used[x]! >= 0 ? x : longest[x - 1]!;
  return longest;
}

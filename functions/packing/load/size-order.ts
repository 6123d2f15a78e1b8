import type { Blocks } from './block-columns.ts';

/**
 * Orders blocks so that those near in size are near each other: halves them at the median of the edge that differs most,
 * down to eight.
 */
export function orderBySize({ count, length, width, height }: Blocks): Int32Array {
  const order = Int32Array.from({ length: count }, (_, b) => b);
  const edges = [length, width, height];
  const halve = (from: number, to: number): void => {
    if (to - from <= 8) return;
    const part = order.subarray(from, to);
    const [edge] = edges
      .map((values) => {
        let low = Number.POSITIVE_INFINITY;
        let high = 1;
        for (const b of part) {
          low = Math.min(low, values[b]!);
          high = Math.max(high, values[b]!);
        }
        return { values, ratio: high / low };
      })
      .sort((a, b) => b.ratio - a.ratio);
    part.sort((a, b) => edge!.values[a]! - edge!.values[b]! || a - b);
    const middle = (from + to) >> 1;
    halve(from, middle);
    halve(middle, to);
  };
  halve(0, count);
  return order;
}

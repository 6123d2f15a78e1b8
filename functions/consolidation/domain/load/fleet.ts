import type { Effort } from './effort.ts';
import type { Packer, Pattern } from './packer.ts';

/** Fills containers one after another until the stock or the containers are used up. */
export function fillFleet(packers: readonly Packer[], stock: Int32Array, effort: Effort): Pattern[] {
  const left = stock.slice();
  const used = new Map<Packer, number>();
  const patterns: Pattern[] = [];
  while (left.some((n) => n > 0)) {
    const open = packers.filter((p) => (used.get(p) ?? 0) < (p.interior.container.count ?? Number.POSITIVE_INFINITY));
    const options = open
      .map((packer) => ({ packer, pattern: packer.fill(left, quick(effort)) }))
      .filter(({ pattern }) => pattern.cartons.length > 0);
    if (options.length === 0) break;
    const complete = options.filter(({ pattern }) => pattern.counts.every((n, i) => n === left[i]));
    const { packer, pattern } =
      complete.length > 0
        ? complete.reduce((a, b) => (b.pattern.container.cost < a.pattern.container.cost ? b : a))
        : options.reduce((a, b) => (yieldOf(b.pattern) > yieldOf(a.pattern) ? b : a));
    for (const [i, n] of pattern.counts.entries()) left[i] = left[i]! - n;
    used.set(packer, (used.get(packer) ?? 0) + 1);
    patterns.push(pattern);
  }
  return patterns;
}

function yieldOf({ volume, container }: Pattern): number {
  return volume / container.cost;
}

function quick(effort: Effort): () => boolean {
  let left = 30;
  return () => effort.allow(1) && left-- > 0;
}

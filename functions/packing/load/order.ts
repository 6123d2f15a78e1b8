import { type Carton, restingArea } from './layout.ts';
import { precedenceOf } from './precedence.ts';

/**
 * A loading order: no carton is placed behind one that already stands (nearer to the inner end, in line with it) or under
 * one. Three or more cartons can block each other in a ring; then one of them is left out, with all that rests on it.
 */
export function loadingOrder(cartons: readonly Carton[]): Carton[] {
  const all = cartons.toSorted((a, b) => a.x - b.x || a.z - b.z || a.y - b.y);
  const { after, before } = precedenceOf(all);
  const waiting = Int32Array.from(before, (list) => list.length);
  const done = new Uint8Array(all.length);
  const order: Carton[] = [];
  const ready: number[] = [...all.keys()].filter((i) => waiting[i] === 0).toReversed();
  let left = all.length;
  while (left > 0) {
    if (ready.length === 0) {
      for (const i of leastLoss()) finish(i);
      continue;
    }
    const i = ready.pop()!;
    if (done[i] === 1) continue;
    order.push(all[i]!);
    finish(i);
  }
  return order;

  /** Marks a carton as loaded or left out, and makes ready those that waited for it. */
  function finish(i: number): void {
    done[i] = 1;
    left--;
    for (const j of after[i]!) {
      waiting[j] = waiting[j]! - 1;
      // The innermost, lowest carton stays last and is taken next.
      if (waiting[j] === 0 && done[j] === 0) ready.splice(ready.findLastIndex((k) => k > j) + 1, 0, j);
    }
  }

  /** Finds a ring of cartons; returns the one of it that leaves out least volume, with all that rests on it. */
  function leastLoss(): number[] {
    const seen: number[] = [];
    let at = done.indexOf(0);
    while (!seen.includes(at)) {
      seen.push(at);
      at = before[at]!.find((i) => done[i] === 0)!;
    }
    return seen
      .slice(seen.indexOf(at))
      .map((i) => pile(i))
      .reduce((a, b) => (volumeOf(a) <= volumeOf(b) ? a : b));
  }

  /** A carton and all that rests on it. */
  function pile(bottom: number): number[] {
    const members = new Set([bottom]);
    for (const i of members) {
      for (const j of after[i]!) if (done[j] === 0 && restingArea(all[j]!, all[i]!) > 0) members.add(j);
    }
    return [...members];
  }

  function volumeOf(members: number[]): number {
    return members.reduce((sum, i) => sum + all[i]!.length * all[i]!.width * all[i]!.height, 0);
  }
}

import type { Placement } from '../model.ts';
import { compare, type Lot } from './allot.ts';
import type { Carton } from './layout.ts';

/** Orders of owners that are tried in one container. */
const ROUNDS = 4;

/**
 * Gives each carton of a container the id of an item of its type. All types are dealt along the length in one order of
 * owners, that of their mean places, so that one owner's cartons come to lie together.
 *
 * @param lots what the container holds, by type
 */
export function deal(cartons: readonly Carton[], lots: readonly (readonly Lot[])[]): Placement[] {
  const along = Array.from(cartons, (_, i) => i).sort((i, j) => cartons[i]!.x - cartons[j]!.x || i - j);
  let best = dealInOrder([...new Set(lots.flat().map(({ owner }) => owner))].sort(compare));
  for (let round = 0; round < ROUNDS; round++) {
    const order = [...best.means].sort(([, a], [, b]) => a - b).map(([owner]) => owner);
    const next = dealInOrder(order);
    if (next.spread >= best.spread) break;
    best = next;
  }
  return cartons.map(({ x, y, z, length, width, height }, i) => ({
    itemId: best.ids[i]!,
    x,
    y,
    z,
    lengthMm: length,
    widthMm: width,
    heightMm: height,
    step: i + 1,
  }));

  /** Also each owner's mean place, and the sum of the distances of all cartons from their owner's. */
  function dealInOrder(order: readonly string[]): { ids: string[]; means: Map<string, number>; spread: number } {
    const hands = lots.map((hand) =>
      hand
        .toSorted((a, b) => order.indexOf(a.owner) - order.indexOf(b.owner))
        .flatMap((lot) => Array.from({ length: lot.count }, () => lot))
        .values(),
    );
    const ids: string[] = [];
    const places = new Map<string, number[]>(order.map((owner) => [owner, []]));
    for (const i of along) {
      const { type, x, length } = cartons[i]!;
      const { id, owner } = hands[type]!.next().value!;
      ids[i] = id;
      places.get(owner)!.push(x + length / 2);
    }
    const means = new Map([...places].map(([owner, own]) => [owner, meanOf(own)]));
    const spread = [...places].reduce((sum, [owner, own]) => sum + distance(own, means.get(owner)!), 0);
    return { ids, means, spread };
  }
}

function meanOf(places: readonly number[]): number {
  return places.reduce((sum, place) => sum + place, 0) / places.length;
}

function distance(places: readonly number[], from: number): number {
  return places.reduce((sum, place) => sum + Math.abs(place - from), 0);
}

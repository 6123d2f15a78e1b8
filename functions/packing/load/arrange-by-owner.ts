import type { Placement } from '../model.ts';
import { compare, type ItemShare } from './assign-owners.ts';
import type { Carton } from './layout.ts';

/** Orders of owners that are tried in one container. */
const MAX_ORDERS = 4;

/** Which item each carton of a container is, when all types follow one order of owners along the length. */
interface Arrangement {
  /** Ids of items, by carton. */
  ids: string[];
  /** Mean place of each owner's cartons along the length, millimetres. */
  means: Map<string, number>;
  /** Sum of the distances of all cartons from their owner's mean place, millimetres. */
  spread: number;
}

/**
 * Gives each carton of a container the id of an item of its type. All types follow one order of owners along the length,
 * so that the cartons of one owner lie together. The order is that of the owners' mean places, taken again from each
 * arrangement as long as the spread falls.
 *
 * @param cartons the cartons in loading order
 * @param shares the shares of items that the container holds, by carton type
 */
export function arrangeByOwner(cartons: readonly Carton[], shares: readonly (readonly ItemShare[])[]): Placement[] {
  const along = Array.from(cartons, (_, i) => i).sort((i, j) => cartons[i]!.x - cartons[j]!.x || i - j);
  let best = arrangeInOrder([...new Set(shares.flat().map(({ owner }) => owner))].sort(compare));
  for (let round = 0; round < MAX_ORDERS; round++) {
    const order = [...best.means].sort(([, a], [, b]) => a - b).map(([owner]) => owner);
    const next = arrangeInOrder(order);
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

  function arrangeInOrder(order: readonly string[]): Arrangement {
    const queues = shares.map((ofType) =>
      ofType
        .toSorted((a, b) => order.indexOf(a.owner) - order.indexOf(b.owner))
        .flatMap((share) => Array.from({ length: share.count }, () => share))
        .values(),
    );
    const ids: string[] = [];
    const places = new Map<string, number[]>(order.map((owner) => [owner, []]));
    for (const i of along) {
      const { type, x, length } = cartons[i]!;
      const { id, owner } = queues[type]!.next().value!;
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

/** Sum of the distances of all places from one. */
function distance(places: readonly number[], from: number): number {
  return places.reduce((sum, place) => sum + Math.abs(place - from), 0);
}

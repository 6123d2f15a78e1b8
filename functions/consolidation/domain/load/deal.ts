import type { Cargo } from './cargo.ts';
import type { Placement } from './model.ts';
import type { Pattern } from './packer.ts';

/**
 * Gives each carton the id of an item of its type. Items are dealt in one order of owners through the containers and,
 * in each, along the length, so that one owner's cartons of all types come to lie together.
 */
export function deal(
  patterns: readonly Pattern[],
  cargo: Cargo,
): { placements: Placement[][]; left: Map<string, number> } {
  const hands = cargo.types.map(({ items }) => {
    const byOwner = items.toSorted((a, b) => compare(a.group ?? '', b.group ?? '') || compare(a.id, b.id));
    return { lots: byOwner.map(({ id, count }) => ({ id, count })), at: 0 };
  });
  const draw = (type: number): string => {
    const hand = hands[type]!;
    while (hand.lots[hand.at]!.count === 0) hand.at++;
    const lot = hand.lots[hand.at]!;
    lot.count--;
    return lot.id;
  };
  const placements = patterns.map(({ cartons }) => {
    const placed = cartons.map(
      (c, i): Placement => ({
        itemId: '',
        x: c.x,
        y: c.y,
        z: c.z,
        lengthMm: c.length,
        widthMm: c.width,
        heightMm: c.height,
        step: i + 1,
      }),
    );
    const alongLength = cartons
      .keys()
      .toArray()
      .sort((i, j) => cartons[i]!.x - cartons[j]!.x || i - j);
    for (const i of alongLength) placed[i]!.itemId = draw(cartons[i]!.type);
    return placed;
  });
  const left = new Map<string, number>();
  for (const { lots } of hands)
    for (const { id, count } of lots) if (count > 0) left.set(id, (left.get(id) ?? 0) + count);
  return { placements, left };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

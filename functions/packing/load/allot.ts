import type { Cargo } from './cargo.ts';

/** Equal cartons of one item. */
export interface Lot {
  id: string;
  owner: string;
  count: number;
}

/** Whose cartons go into which container. */
export interface Allotment {
  /** By container, then by type. */
  lots: Lot[][][];
  /** What stays behind. */
  left: Lot[];
  /** In how many containers each owner has cartons, summed: the number of owners at best. */
  meetings: number;
}

/** Hands of cartons that are dealt in trying orders of owners: a fraction of a second, however much cargo there is. */
const MOST_DEALT = 1_000_000;

/** The owners of the cargo; cartons of nobody count as one owner's. */
export function ownersOf({ types }: Cargo): string[] {
  return [...new Set(types.flatMap(({ items }) => items.map(({ group = '' }) => group)))].sort(compare);
}

/**
 * Shares the cartons of each type out over the containers that hold so many of them. All types are dealt in one order of
 * owners, so that an owner's come together; the order is improved as long as it brings owners into fewer containers.
 *
 * @param counts cartons by container and type
 */
export function allot(counts: readonly Int32Array[], cargo: Cargo): Allotment {
  let order = byContainer(counts, cargo);
  let best = allotInOrder(counts, cargo, order);
  if (counts.length < 2) return best;
  const hands = cargo.types.reduce((sum, { items }) => sum + items.length + counts.length, 0);
  let tries = Math.floor(MOST_DEALT / hands);
  for (let better = true; better && best.meetings > order.length && tries > 0; ) {
    better = false;
    for (let from = 0; from < order.length && tries > 0; from++) {
      for (let to = 0; to < order.length && tries > 0; to++) {
        if (from === to) continue;
        tries--;
        const moved = order.toSpliced(from, 1).toSpliced(to, 0, order[from]!);
        const changed = allotInOrder(counts, cargo, moved);
        if (changed.meetings >= best.meetings) continue;
        order = moved;
        best = changed;
        better = true;
      }
    }
  }
  return best;
}

/** Owners by the mean place of the containers that hold cartons of their types. */
function byContainer(counts: readonly Int32Array[], cargo: Cargo): string[] {
  const sums = new Map<string, { cartons: number; places: number }>();
  for (const [t, { items }] of cargo.types.entries()) {
    const placed = counts.reduce((sum, own) => sum + own[t]!, 0);
    if (placed === 0) continue;
    const place = counts.reduce((sum, own, c) => sum + c * own[t]!, 0) / placed;
    for (const { group = '', count } of items) {
      const sum = sums.get(group) ?? { cartons: 0, places: 0 };
      sums.set(group, { cartons: sum.cartons + count, places: sum.places + place * count });
    }
  }
  const mean = (owner: string): number => {
    const sum = sums.get(owner);
    return sum ? sum.places / sum.cartons : counts.length;
  };
  return ownersOf(cargo).sort((a, b) => mean(a) - mean(b));
}

function allotInOrder(counts: readonly Int32Array[], { types }: Cargo, order: readonly string[]): Allotment {
  const rank = new Map(order.map((owner, i) => [owner, i]));
  const meetings = counts.map(() => new Set<string>());
  const lots: Lot[][][] = counts.map(() => []);
  const left: Lot[] = [];
  for (const [t, { items }] of types.entries()) {
    const hand = items
      .map(({ id, group = '', count }): Lot => ({ id, owner: group, count }))
      .sort((a, b) => rank.get(a.owner)! - rank.get(b.owner)! || compare(a.id, b.id));
    let at = 0;
    for (const [c, own] of counts.entries()) {
      const drawn: Lot[] = [];
      for (let wanted = own[t]!; wanted > 0; ) {
        const lot = hand[at]!;
        const count = Math.min(wanted, lot.count);
        if (count > 0) {
          drawn.push({ ...lot, count });
          meetings[c]!.add(lot.owner);
        }
        wanted -= count;
        lot.count -= count;
        if (lot.count === 0) at++;
      }
      lots[c]!.push(drawn);
    }
    left.push(...hand.filter(({ count }) => count > 0));
  }
  return { lots, left, meetings: meetings.reduce((sum, { size }) => sum + size, 0) };
}

/**
 * What is left of the first owners in the order: of so many of them that it is the given share of the volume left. What
 * is gone of a type was the first owners'.
 */
export function stockOfFirst(order: readonly string[], left: Int32Array, { types }: Cargo, share: number): Int32Array {
  const owned = new Map(order.map((owner) => [owner, new Int32Array(left.length)]));
  let volume = 0;
  for (const [t, { items, count, volume: each }] of types.entries()) {
    let gone = count - left[t]!;
    volume += left[t]! * each;
    for (const item of items.toSorted((a, b) => order.indexOf(a.group ?? '') - order.indexOf(b.group ?? ''))) {
      const here = Math.max(0, item.count - gone);
      gone -= item.count - here;
      const own = owned.get(item.group ?? '')!;
      own[t] = own[t]! + here;
    }
  }
  const stock = new Int32Array(left.length);
  let opened = 0;
  for (const own of owned.values()) {
    if (opened >= share * volume) break;
    for (const [t, n] of own.entries()) {
      stock[t] = stock[t]! + n;
      opened += n * types[t]!.volume;
    }
  }
  return stock;
}

/** The cartons of one container by owner, then by type. */
export function byOwner(lots: readonly (readonly Lot[])[]): Int32Array[] {
  const owned = new Map<string, Int32Array>();
  for (const [type, hand] of lots.entries()) {
    for (const { owner, count } of hand) {
      const own = owned.get(owner) ?? new Int32Array(lots.length);
      own[type] = own[type]! + count;
      owned.set(owner, own);
    }
  }
  return [...owned.values()];
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

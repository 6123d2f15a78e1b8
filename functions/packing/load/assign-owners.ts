import type { Cargo } from './cargo.ts';

/** Some of the equal cartons of one item. */
export interface ItemShare {
  /** Id of the cargo item. */
  id: string;
  /** Owner of the cartons; empty where they have none. */
  owner: string;
  /** Number of cartons. */
  count: number;
}

/** Which owner's cartons go into which container. */
export interface OwnerAssignment {
  /** The shares of items by container, then by carton type. */
  shares: ItemShare[][][];
  /** The cartons that no container takes. */
  unplaced: ItemShare[];
  /** Pairs of an owner and a container that holds some of its cartons; at best as many as there are owners. */
  ownerContainerPairs: number;
}

/** Shares of items formed while orders of owners are tried; this takes a fraction of a second for any amount of cargo. */
const MAX_SHARES_TRIED = 1_000_000;

/** The owners of the cargo, sorted; cartons without an owner count as those of one owner with an empty name. */
export function ownersOf({ types }: Cargo): string[] {
  return [...new Set(types.flatMap(({ items }) => items.map(({ group = '' }) => group)))].sort(compare);
}

/**
 * Assigns the cartons of each type to the containers that hold so many of them. All types follow one order of owners, so
 * that the cartons of one owner come together. Local search moves one owner at a time to another place in the order as
 * long as that leaves fewer pairs of owner and container.
 *
 * @param counts cartons by container, then by carton type
 */
export function assignOwners(counts: readonly Int32Array[], cargo: Cargo): OwnerAssignment {
  let order = byMeanContainer(counts, cargo);
  let best = assignInOrder(counts, cargo, order);
  if (counts.length < 2) return best;
  const sharesPerTry = cargo.types.reduce((sum, { items }) => sum + items.length + counts.length, 0);
  let tries = Math.floor(MAX_SHARES_TRIED / sharesPerTry);
  for (let better = true; better && best.ownerContainerPairs > order.length && tries > 0; ) {
    better = false;
    for (let from = 0; from < order.length && tries > 0; from++) {
      for (let to = 0; to < order.length && tries > 0; to++) {
        if (from === to) continue;
        tries--;
        const moved = order.toSpliced(from, 1).toSpliced(to, 0, order[from]!);
        const assignment = assignInOrder(counts, cargo, moved);
        if (assignment.ownerContainerPairs >= best.ownerContainerPairs) continue;
        order = moved;
        best = assignment;
        better = true;
      }
    }
  }
  return best;
}

/** The owners, sorted by the mean index of the containers that hold cartons of their types. */
function byMeanContainer(counts: readonly Int32Array[], cargo: Cargo): string[] {
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

function assignInOrder(counts: readonly Int32Array[], { types }: Cargo, order: readonly string[]): OwnerAssignment {
  const rank = new Map(order.map((owner, i) => [owner, i]));
  const ownersIn = counts.map(() => new Set<string>());
  const shares: ItemShare[][][] = counts.map(() => []);
  const unplaced: ItemShare[] = [];
  for (const [t, { items }] of types.entries()) {
    const queue = items
      .map(({ id, group = '', count }): ItemShare => ({ id, owner: group, count }))
      .sort((a, b) => rank.get(a.owner)! - rank.get(b.owner)! || compare(a.id, b.id));
    let next = 0;
    for (const [c, own] of counts.entries()) {
      const taken: ItemShare[] = [];
      for (let wanted = own[t]!; wanted > 0; ) {
        const share = queue[next]!;
        const count = Math.min(wanted, share.count);
        if (count > 0) {
          taken.push({ ...share, count });
          ownersIn[c]!.add(share.owner);
        }
        wanted -= count;
        share.count -= count;
        if (share.count === 0) next++;
      }
      shares[c]!.push(taken);
    }
    unplaced.push(...queue.filter(({ count }) => count > 0));
  }
  return { shares, unplaced, ownerContainerPairs: ownersIn.reduce((sum, { size }) => sum + size, 0) };
}

/**
 * The part of the remaining stock that belongs to the first owners in the order: to so many of them that their cartons
 * make up the given share of the remaining volume. Of each type, the cartons already loaded are taken to be those of the
 * first owners.
 *
 * @param left remaining cartons by type
 * @param share from 0 to 1
 * @returns cartons by type
 */
export function stockOfFirst(order: readonly string[], left: Int32Array, { types }: Cargo, share: number): Int32Array {
  const owned = new Map(order.map((owner) => [owner, new Int32Array(left.length)]));
  let volume = 0;
  for (const [t, { items, count, volume: each }] of types.entries()) {
    let loaded = count - left[t]!;
    volume += left[t]! * each;
    for (const item of items.toSorted((a, b) => order.indexOf(a.group ?? '') - order.indexOf(b.group ?? ''))) {
      const remaining = Math.max(0, item.count - loaded);
      loaded -= item.count - remaining;
      const own = owned.get(item.group ?? '')!;
      own[t] = own[t]! + remaining;
    }
  }
  const stock = new Int32Array(left.length);
  let offered = 0;
  for (const own of owned.values()) {
    if (offered >= share * volume) break;
    for (const [t, n] of own.entries()) {
      stock[t] = stock[t]! + n;
      offered += n * types[t]!.volume;
    }
  }
  return stock;
}

/**
 * The cartons of one container by owner, then by type.
 *
 * @param shares the shares of items in the container, by type
 */
export function countsByOwner(shares: readonly (readonly ItemShare[])[]): Int32Array[] {
  const owned = new Map<string, Int32Array>();
  for (const [type, ofType] of shares.entries()) {
    for (const { owner, count } of ofType) {
      const own = owned.get(owner) ?? new Int32Array(shares.length);
      own[type] = own[type]! + count;
      owned.set(owner, own);
    }
  }
  return [...owned.values()];
}

/** Compares texts by their code units, the same in every locale. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

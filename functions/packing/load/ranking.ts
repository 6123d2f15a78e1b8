import type { Interior } from './interior.ts';

/**
 * Exponents of the score, α for contact, β for rows and γ for cartons, and the share of an edge within which a face counts
 * as touching.
 */
export interface Weights {
  contact: number;
  rows: number;
  cartons: number;
  tolerance: number;
}

/** Blocks of one list at most. */
const LISTED = 32;
/** Blocks near in size that are looked at or skipped together. */
const GROUP = 16;
/** Spaces that are remembered, and numbers for each. */
const SLOTS = 1 << 15;
const SLOT = 8;
/** Start of the list of a space that was met once: it has none yet. */
const UNLISTED = -1;
/** Numbers for each group. */
export const GROUP_ROW = 8;
/** Blocks of all lists together at most. */
const MAX_ENTRIES = 1 << 19;

/**
 * Lists, for the edges of a space, the blocks that fit it by an upper bound of their score. The bound depends on the block
 * and the space only and so holds for every filling; the lists are kept and shared by all fillings of the search.
 */
export class Ranking {
  /** Logarithm of profit · cartons^-γ. */
  readonly key: Float64Array;
  readonly weights: Weights;
  /**
   * Blocks still in stock somewhere, in groups of like size, and the groups by falling greatest key. A group has
   * GROUP_ROW numbers: its first place in `order` and the one after its last, the least length, width and height in it,
   * and the greatest.
   */
  order: Int32Array = new Int32Array(0);
  groups: Int32Array = new Int32Array(0);
  /** Edges and keys in the sequence of `order`, so that a group is read in one go. */
  lengths: Int32Array = new Int32Array(0);
  widths: Int32Array = new Int32Array(0);
  heights: Int32Array = new Int32Array(0);
  keys: Float64Array = new Float64Array(0);
  /** Greatest key of each group. */
  groupKey: Float64Array = new Float64Array(0);
  /**
   * The list last asked for: ids and bounds from `start` to `end`; `whole` when no fitting block is missing. Nothing is
   * listed for a space of edges not met before: most are not met again.
   */
  ids = new Int32Array(1 << 12);
  bounds = new Float64Array(1 << 12);
  start = 0;
  end = 0;
  whole = true;
  readonly #interior: Interior;
  readonly #log: Float64Array;
  /** Logarithm of cartons^-γ. */
  readonly #handling: Float64Array;
  /** Every block of some profit, neighbours near in size. */
  #all: Int32Array = new Int32Array(0);
  /** Space edges, start, end, whole, and the epoch in which the slot was written. */
  readonly #slots = new Int32Array(SLOTS * SLOT);
  #epoch = 1;
  #used = 0;
  #arena = 0;
  readonly #heapIds = new Int32Array(LISTED);
  readonly #heapBounds = new Float64Array(LISTED);

  constructor(interior: Interior, weights: Weights) {
    const { blocks, length, width, height } = interior;
    this.#interior = interior;
    this.weights = weights;
    this.key = new Float64Array(blocks.count);
    this.#log = Float64Array.from({ length: Math.max(length, width, height) + 1 }, (_, x) => Math.log(x));
    this.#handling = blocks.cartons.slice(0, blocks.count).reduce((terms, n, b) => {
      terms[b] = -weights.cartons * Math.log(n);
      return terms;
    }, new Float64Array(blocks.count));
  }

  /** Sets the profit of the blocks; `open` must follow. */
  value(profit: Float64Array): void {
    const { key } = this;
    for (let b = 0; b < key.length; b++) key[b] = Math.log(profit[b]!) + this.#handling[b]!;
    this.#all = this.#interior.blocks.bySize.filter((b) => profit[b]! > 0);
  }

  /** Starts from this stock: cartons by type. */
  open(stock: Int32Array): void {
    this.#group(this.#all.filter((b) => this.#inStock(b, stock)));
  }

  /** Leaves out blocks that need more than `stock`, if they are 15 % of all or more. */
  restrict(stock: Int32Array): void {
    const left = this.order.filter((b) => this.#inStock(b, stock));
    if (left.length <= this.order.length * 0.85) this.#group(left);
  }

  /** Arranges the blocks in groups. */
  #group(order: Int32Array): void {
    const { length, width, height } = this.#interior.blocks;
    const { key } = this;
    const size = Math.ceil(order.length / GROUP);
    const greatest = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
    const rows = new Int32Array(size * GROUP_ROW);
    for (let g = 0; g < size; g++) {
      const o = g * GROUP_ROW;
      const end = Math.min(order.length, (g + 1) * GROUP);
      rows[o] = g * GROUP;
      rows[o + 1] = end;
      rows.fill(0x7fffffff, o + 2, o + 5);
      for (let i = g * GROUP; i < end; i++) {
        const b = order[i]!;
        if (key[b]! > greatest[g]!) greatest[g] = key[b]!;
        rows[o + 2] = Math.min(rows[o + 2]!, length[b]!);
        rows[o + 3] = Math.min(rows[o + 3]!, width[b]!);
        rows[o + 4] = Math.min(rows[o + 4]!, height[b]!);
        rows[o + 5] = Math.max(rows[o + 5]!, length[b]!);
        rows[o + 6] = Math.max(rows[o + 6]!, width[b]!);
        rows[o + 7] = Math.max(rows[o + 7]!, height[b]!);
      }
    }
    const sequence = Int32Array.from(greatest.keys()).sort((a, b) => greatest[b]! - greatest[a]! || a - b);
    this.order = new Int32Array(order.length);
    this.groups = new Int32Array(rows.length);
    this.groupKey = new Float64Array(size);
    let at = 0;
    for (let g = 0; g < size; g++) {
      const o = g * GROUP_ROW;
      const from = sequence[g]! * GROUP_ROW;
      this.groups.set(rows.subarray(from, from + GROUP_ROW), o);
      this.groupKey[g] = greatest[sequence[g]!]!;
      const members = order.subarray(rows[from], rows[from + 1]);
      this.order.set(members, at);
      this.groups[o] = at;
      at += members.length;
      this.groups[o + 1] = at;
    }
    this.lengths = this.order.map((b) => length[b]!);
    this.widths = this.order.map((b) => width[b]!);
    this.heights = this.order.map((b) => height[b]!);
    this.keys = Float64Array.from(this.order, (b) => key[b]!);
    this.#forget();
  }

  /** Whether the stock has all that block b holds. */
  #inStock(b: number, stock: Int32Array): boolean {
    const { contentStart, contentType, contentCount } = this.#interior.blocks;
    for (let c = contentStart[b]!; c < contentStart[b + 1]!; c++) {
      if (contentCount[c]! > stock[contentType[c]!]!) return false;
    }
    return true;
  }

  /**
   * Upper bound of the score of block b in a space of edges sl, sw and sh; where it is no more than `least`, any number that
   * is no more either.
   */
  bound(b: number, sl: number, sw: number, sh: number, least: number): number {
    const { blocks, rowsL, rowsW, rowsH } = this.#interior;
    const { contact, tolerance, rows } = this.weights;
    const l = blocks.length[b]!;
    const w = blocks.width[b]!;
    const h = blocks.height[b]!;
    const alongL = sl - l <= tolerance * l;
    const alongW = sw - w <= tolerance * w;
    const alongH = sh - h <= tolerance * h;
    let bound = this.key[b]!;
    if (!alongL && !alongW && !alongH) {
      // Only the three faces in the corner can touch.
      bound += contact * -Math.LN2;
      if (bound <= least) return bound;
    }
    const log = this.#log;
    bound +=
      rows *
      (log[l + rowsL[sl - l]!]! -
        log[rowsL[sl]!]! +
        log[w + rowsW[sw - w]!]! -
        log[rowsW[sw]!]! +
        log[h + Math.floor(blocks.open[b]! * rowsH[sh - h]!)]! -
        log[rowsH[sh]!]!);
    if (bound <= least || (!alongL && !alongW && !alongH)) return bound;
    const lw = l * w;
    const lh = l * h;
    const wh = w * h;
    const surface = 2 * (lw + lh + wh);
    const touching = surface / 2 + (alongL ? wh : 0) + (alongW ? lh : 0) + (alongH ? lw : 0);
    return bound + contact * Math.log(touching / surface);
  }

  /** Whether no block of group g counts: each is too large for the space, or its score is no more than `least`. */
  skips(g: number, sl: number, sw: number, sh: number, least: number): boolean {
    const { groups } = this;
    const o = g * GROUP_ROW;
    if (groups[o + 2]! > sl || groups[o + 3]! > sw || groups[o + 4]! > sh) return true;
    if (this.groupKey[g]! - this.weights.contact * Math.LN2 > least) return false;
    const share = 1 + this.weights.tolerance;
    return groups[o + 5]! * share < sl && groups[o + 6]! * share < sw && groups[o + 7]! * share < sh;
  }

  /** Sets `start`, `end` and `whole` to the list for a space of these edges; it is made when such a space is met again. */
  look(sl: number, sw: number, sh: number): void {
    const slots = this.#slots;
    let met = false;
    let slot = ((Math.imul(sl, 73856093) ^ Math.imul(sw, 19349663) ^ Math.imul(sh, 83492791)) >>> 3) & (SLOTS - 1);
    for (;;) {
      const o = slot * SLOT;
      if (slots[o + 6] !== this.#epoch) break;
      if (slots[o] === sl && slots[o + 1] === sw && slots[o + 2] === sh) {
        met = true;
        if (slots[o + 3] === UNLISTED) break;
        this.start = slots[o + 3]!;
        this.end = slots[o + 4]!;
        this.whole = slots[o + 5] === 1;
        return;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    if (this.#used >= SLOTS / 2 || this.#arena + LISTED > MAX_ENTRIES) {
      this.#forget();
      this.look(sl, sw, sh);
      return;
    }
    if (met) this.#rank(sl, sw, sh);
    else {
      this.#used++;
      this.start = UNLISTED;
      this.end = UNLISTED;
      this.whole = false;
    }
    const o = slot * SLOT;
    slots[o] = sl;
    slots[o + 1] = sw;
    slots[o + 2] = sh;
    slots[o + 3] = this.start;
    slots[o + 4] = this.end;
    slots[o + 5] = this.whole ? 1 : 0;
    slots[o + 6] = this.#epoch;
  }

  /** Makes the list for a space of these edges. */
  #rank(sl: number, sw: number, sh: number): void {
    const { order, keys, lengths, widths, heights, groups, groupKey } = this;
    const ids = this.#heapIds;
    const bounds = this.#heapBounds;
    let size = 0;
    let missing = false;
    for (let g = 0; g < groupKey.length; g++) {
      if (size === LISTED && groupKey[g]! <= bounds[size - 1]!) {
        missing = true;
        break;
      }
      if (this.skips(g, sl, sw, sh, size < LISTED ? Number.NEGATIVE_INFINITY : bounds[size - 1]!)) {
        missing ||= size === LISTED;
        continue;
      }
      const o = g * GROUP_ROW;
      for (let i = groups[o]!, end = groups[o + 1]!; i < end; i++) {
        if (lengths[i]! > sl || widths[i]! > sw || heights[i]! > sh) continue;
        if (size === LISTED) {
          missing = true;
          if (keys[i]! <= bounds[size - 1]!) continue;
        }
        const b = order[i]!;
        const least = size < LISTED ? Number.NEGATIVE_INFINITY : bounds[size - 1]!;
        const bound = this.bound(b, sl, sw, sh, least);
        if (size < LISTED) size++;
        else if (bound <= least) continue;
        let at = size - 1;
        while (at > 0 && bounds[at - 1]! < bound) {
          bounds[at] = bounds[at - 1]!;
          ids[at] = ids[at - 1]!;
          at--;
        }
        bounds[at] = bound;
        ids[at] = b;
      }
    }
    if (this.#arena + size > this.ids.length) this.#grow();
    this.start = this.#arena;
    for (let i = 0; i < size; i++) {
      this.ids[this.#arena] = ids[i]!;
      this.bounds[this.#arena++] = bounds[i]!;
    }
    this.end = this.#arena;
    this.whole = !missing;
  }

  #grow(): void {
    const ids = new Int32Array(this.ids.length * 4);
    const larger = new Float64Array(this.ids.length * 4);
    ids.set(this.ids);
    larger.set(this.bounds);
    this.ids = ids;
    this.bounds = larger;
  }

  /** Forgets all lists. */
  #forget(): void {
    this.#epoch++;
    this.#used = 0;
    this.#arena = 0;
  }
}

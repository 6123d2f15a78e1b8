import type { Interior } from './interior.ts';

/** Exponents of the score and the share of an edge within which a face counts as touching. */
export interface Weights {
  contact: number;
  rows: number;
  cartons: number;
  tolerance: number;
}

const LISTED = 48;
const SLOTS = 1 << 15;
const SLOT = 8;
const MOST_ENTRIES = 1 << 19;

/**
 * For a space, the blocks that fit it, by an upper bound of their score. The bound holds for every filling, since it
 * takes only what the block and the space determine, so the lists are kept and shared by all fillings of the search.
 */
export class Ranking {
  /** Logarithm of profit · cartons^-γ. */
  readonly key: Float64Array;
  readonly weights: Weights;
  /** Blocks still in stock somewhere, by falling key. */
  order = new Int32Array(0);
  /** The list last asked for: ids and bounds from `start` to `end`; `whole` when no fitting block is missing. */
  ids = new Int32Array(1 << 12);
  bounds = new Float64Array(1 << 12);
  start = 0;
  end = 0;
  whole = true;
  readonly #interior: Interior;
  readonly #log: Float64Array;
  /** Logarithm of cartons^-γ. */
  readonly #handling: Float64Array;
  /** Every block of some profit, by falling key. */
  #all = new Int32Array(0);
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

  /** Values the blocks anew. */
  value(profit: Float64Array): void {
    const { key } = this;
    for (let b = 0; b < key.length; b++) key[b] = Math.log(profit[b]!) + this.#handling[b]!;
    this.#all = Int32Array.from(key.keys())
      .filter((b) => profit[b]! > 0)
      .sort((a, b) => key[b]! - key[a]! || a - b);
    this.order = this.#all;
    this.#forget();
  }

  /** Starts from this stock. */
  open(stock: Int32Array): void {
    this.order = this.#all.filter((b) => this.#inStock(b, stock));
    this.#forget();
  }

  /** Leaves out blocks that need more than `stock`, if they are many. */
  restrict(stock: Int32Array): void {
    const left = this.order.filter((b) => this.#inStock(b, stock));
    if (left.length > this.order.length * 0.85) return;
    this.order = left;
    this.#forget();
  }

  #inStock(b: number, stock: Int32Array): boolean {
    const { contentStart, contentType, contentCount } = this.#interior.blocks;
    for (let c = contentStart[b]!; c < contentStart[b + 1]!; c++) {
      if (contentCount[c]! > stock[contentType[c]!]!) return false;
    }
    return true;
  }

  /** Upper bound of the score of block b in a space of these edges. */
  bound(b: number, sl: number, sw: number, sh: number): number {
    const { blocks, rowsL, rowsW, rowsH } = this.#interior;
    const l = blocks.length[b]!;
    const w = blocks.width[b]!;
    const h = blocks.height[b]!;
    const log = this.#log;
    const rows =
      log[l + rowsL[sl - l]!]! -
      log[rowsL[sl]!]! +
      log[w + rowsW[sw - w]!]! -
      log[rowsW[sw]!]! +
      log[h + rowsH[sh - h]!]! -
      log[rowsH[sh]!]!;
    const { contact, tolerance } = this.weights;
    const lw = l * w;
    const lh = l * h;
    const wh = w * h;
    let touching = lw + lh + wh;
    const surface = 2 * touching;
    if (sl - l <= Math.floor(tolerance * l)) touching += wh;
    if (sw - w <= Math.floor(tolerance * w)) touching += lh;
    if (sh - h <= Math.floor(tolerance * h)) touching += lw;
    return this.key[b]! + this.weights.rows * rows + contact * Math.log(touching / surface);
  }

  /** Points `start` … `end` at the best blocks for a space of these edges. */
  look(sl: number, sw: number, sh: number): void {
    const slots = this.#slots;
    let slot = ((Math.imul(sl, 73856093) ^ Math.imul(sw, 19349663) ^ Math.imul(sh, 83492791)) >>> 3) & (SLOTS - 1);
    for (;;) {
      const o = slot * SLOT;
      if (slots[o + 6] !== this.#epoch) break;
      if (slots[o] === sl && slots[o + 1] === sw && slots[o + 2] === sh) {
        this.start = slots[o + 3]!;
        this.end = slots[o + 4]!;
        this.whole = slots[o + 5] === 1;
        return;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    if (this.#used >= SLOTS / 2 || this.#arena + LISTED > MOST_ENTRIES) {
      this.#forget();
      this.look(sl, sw, sh);
      return;
    }
    this.#rank(sl, sw, sh);
    const o = slot * SLOT;
    slots[o] = sl;
    slots[o + 1] = sw;
    slots[o + 2] = sh;
    slots[o + 3] = this.start;
    slots[o + 4] = this.end;
    slots[o + 5] = this.whole ? 1 : 0;
    slots[o + 6] = this.#epoch;
    this.#used++;
  }

  #rank(sl: number, sw: number, sh: number): void {
    const { length, width, height } = this.#interior.blocks;
    const { order, key } = this;
    const ids = this.#heapIds;
    const bounds = this.#heapBounds;
    let size = 0;
    let missing = false;
    for (let i = 0; i < order.length; i++) {
      const b = order[i]!;
      if (size === LISTED && key[b]! <= bounds[size - 1]!) {
        missing = true;
        break;
      }
      if (length[b]! > sl || width[b]! > sw || height[b]! > sh) continue;
      const bound = this.bound(b, sl, sw, sh);
      if (size === LISTED) {
        missing = true;
        if (bound <= bounds[size - 1]!) continue;
      } else size++;
      let at = size - 1;
      while (at > 0 && bounds[at - 1]! < bound) {
        bounds[at] = bounds[at - 1]!;
        ids[at] = ids[at - 1]!;
        at--;
      }
      bounds[at] = bound;
      ids[at] = b;
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

  #forget(): void {
    this.#epoch++;
    this.#used = 0;
    this.#arena = 0;
  }
}

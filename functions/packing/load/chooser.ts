import { randomFrom } from '../solve/random.ts';
import type { Filling } from './filling.ts';
import type { Interior } from './interior.ts';
import { GROUP_ROW, Ranking, type Weights } from './ranking.ts';
import { BEARING, type Box, CORNER } from './spaces.ts';

/** The early weights hold until the container is this full, the late ones after. All weights were found by measurement. */
const TURN = 0.674;
const FREE: [early: Weights, late: Weights] = [
  { contact: 3.7015, rows: 2.6631, cartons: 0.3968, tolerance: 0.0139 },
  { contact: 2.0934, rows: 1.4609, cartons: 0.4732, tolerance: 0.0366 },
];
/** Under full support tops must be level for more to stand on them; contact and rows then count half as much. */
const SUPPORTED: [early: Weights, late: Weights] = [
  { contact: 1.8508, rows: 1.3316, cartons: 0.3968, tolerance: 0.0139 },
  { contact: 1.0467, rows: 0.7305, cartons: 0.4732, tolerance: 0.0366 },
];

/** The greatest factor between a variant's weights and the measured ones. */
const MAX_FACTOR = 1.15;

/** Variant 0 has the measured weights; every other variant has its own, near them. */
function weightsOf({ supported, variant }: Interior): [early: Weights, late: Weights] {
  const measured = supported ? SUPPORTED : FREE;
  if (variant === 0) return measured;
  const random = randomFrom(variant);
  for (let i = 0; i < 5; i++) random();
  const near = (weight: number): number => weight * MAX_FACTOR ** (2 * random() - 1);
  const nearby = ({ contact, rows, cartons, tolerance }: Weights): Weights => ({
    contact: near(contact),
    rows: near(rows),
    cartons: near(cartons),
    tolerance: near(tolerance),
  });
  return [nearby(measured[0]), nearby(measured[1])];
}

/** The edges of a space, in grid units. */
interface Edges {
  length: number;
  width: number;
  height: number;
}

/**
 * Chooses blocks for a space by the VCS function (Araya et al. 2017): profit · C^α · Lr^β · cartons^-γ, where C is the
 * share of the block's surface that touches walls or blocks, and Lr tells how much of the space's edges rows of cartons
 * can still use. Scores are kept as logarithms.
 */
export class Chooser {
  /** The best blocks of the last choice, by falling score. */
  readonly best: Int32Array;
  readonly scores: Float64Array;
  /** The profit of each block. */
  profit: Float64Array = new Float64Array(0);
  readonly #interior: Interior;
  readonly #early: Ranking;
  readonly #late: Ranking;
  readonly #turn: number;
  /** Boxes of the blocks placed near the space, six numbers each. */
  #near = new Int32Array(6 * 64);
  #nearCount = 0;

  /** @param most blocks of one choice at most */
  constructor(interior: Interior, most: number) {
    this.#interior = interior;
    this.best = new Int32Array(most);
    this.scores = new Float64Array(most);
    const [early, late] = weightsOf(interior);
    this.#early = new Ranking(interior, early);
    this.#late = new Ranking(interior, late);
    this.#turn = TURN * interior.length * interior.width * interior.height;
  }

  /** Starts a search for the most profit, given by block, from this stock. */
  open(profit: Float64Array, stock: Int32Array): void {
    if (profit !== this.profit) {
      this.profit = profit;
      this.#early.value(profit);
      this.#late.value(profit);
    }
    this.#early.open(stock);
    this.#late.open(stock);
  }

  /** Leaves out blocks that need more than this stock: from now on no filling has more of it. */
  restrict(stock: Int32Array): void {
    this.#early.restrict(stock);
    this.#late.restrict(stock);
  }

  /** Finds the `wanted` best blocks for a space of the filling and says how many there are. */
  choose(filling: Filling, space: number, wanted: number): number {
    const ranking = filling.volume < this.#turn ? this.#early : this.#late;
    const { blocks } = this.#interior;
    const r = filling.spaces.rows;
    const x1 = r[space]!;
    const y1 = r[space + 1]!;
    const z1 = r[space + 2]!;
    const x2 = r[space + 3]!;
    const y2 = r[space + 4]!;
    const z2 = r[space + 5]!;
    const corner = r[space + CORNER]!;
    const bearing = r[space + BEARING]!;
    const sl = x2 - x1;
    const sw = y2 - y1;
    const sh = z2 - z1;
    const edges: Edges = { length: sl, width: sw, height: sh };
    const { best, scores } = this;
    let found = 0;
    ranking.look(sl, sw, sh);
    if (ranking.start === ranking.end && ranking.whole) return 0;
    this.#gather(filling, space, ranking.weights.tolerance);
    let listed = Number.POSITIVE_INFINITY;
    for (let i = ranking.start; i < ranking.end; i++) {
      const bound = ranking.bounds[i]!;
      if (found === wanted && bound <= scores[found - 1]!) return found;
      listed = bound;
      const b = ranking.ids[i]!;
      if (filling.allows(b, bearing)) consider(this, b, bound);
    }
    if (ranking.whole) return found;
    const { order, keys, lengths, widths, heights, groups, groupKey } = ranking;
    for (let g = 0; g < groupKey.length; g++) {
      const least = found === wanted ? scores[found - 1]! : Number.NEGATIVE_INFINITY;
      if (groupKey[g]! <= least) break;
      if (ranking.skips(g, sl, sw, sh, least)) continue;
      const o = g * GROUP_ROW;
      for (let i = groups[o]!, end = groups[o + 1]!; i < end; i++) {
        if (lengths[i]! > sl || widths[i]! > sw || heights[i]! > sh) continue;
        const lowest = found === wanted ? scores[found - 1]! : Number.NEGATIVE_INFINITY;
        if (keys[i]! <= lowest) continue;
        const b = order[i]!;
        if (!filling.allows(b, bearing)) continue;
        const bound = ranking.bound(b, sl, sw, sh, lowest);
        if (bound < listed && bound > lowest) consider(this, b, bound);
      }
    }
    return found;

    function consider(self: Chooser, b: number, bound: number): void {
      const l = blocks.length[b]!;
      const w = blocks.width[b]!;
      const h = blocks.height[b]!;
      // Nothing may rest on this block, so nothing may hang over it either.
      if (blocks.packLength[b] === 0 && !self.#interior.supported && z2 < self.#interior.height) return;
      const bx = (corner & 1) === 0 ? x1 : x2 - l;
      const by = (corner & 2) === 0 ? y1 : y2 - w;
      const bz = (corner & 4) === 0 ? z1 : z2 - h;
      const box: Box = { x1: bx, y1: by, z1: bz, x2: bx + l, y2: by + w, z2: bz + h };
      const score = bound + self.#contact(ranking.weights, box, edges);
      if (found === wanted) {
        if (score <= scores[found - 1]!) return;
      } else found++;
      let at = found - 1;
      while (at > 0 && scores[at - 1]! < score) {
        scores[at] = scores[at - 1]!;
        best[at] = best[at - 1]!;
        at--;
      }
      scores[at] = score;
      best[at] = b;
    }
  }

  /** The blocks placed so near the space that one put there may touch them. */
  #gather(filling: Filling, space: number, tolerance: number): void {
    const r = filling.spaces.rows;
    const tx = Math.floor(tolerance * (r[space + 3]! - r[space]!));
    const ty = Math.floor(tolerance * (r[space + 4]! - r[space + 1]!));
    const tz = Math.floor(tolerance * (r[space + 5]! - r[space + 2]!));
    const x1 = r[space]! - tx;
    const y1 = r[space + 1]! - ty;
    const z1 = r[space + 2]! - tz;
    const x2 = r[space + 3]! + tx;
    const y2 = r[space + 4]! + ty;
    const z2 = r[space + 5]! + tz;
    const boxes = filling.boxes;
    if (this.#near.length < filling.count * 6) this.#near = new Int32Array(boxes.length);
    const near = this.#near;
    let n = 0;
    for (let o = 0, end = filling.count * 6; o < end; o += 6) {
      if (boxes[o]! > x2 || boxes[o + 3]! < x1 || boxes[o + 1]! > y2 || boxes[o + 4]! < y1) continue;
      if (boxes[o + 2]! > z2 || boxes[o + 5]! < z1) continue;
      near[n] = boxes[o]!;
      near[n + 1] = boxes[o + 1]!;
      near[n + 2] = boxes[o + 2]!;
      near[n + 3] = boxes[o + 3]!;
      near[n + 4] = boxes[o + 4]!;
      near[n + 5] = boxes[o + 5]!;
      n += 6;
    }
    this.#nearCount = n;
  }

  /** Logarithm of the contact term of a block at a place in a space, less what its bound already assumed. */
  #contact({ contact, tolerance }: Weights, { x1, y1, z1, x2, y2, z2 }: Box, space: Edges): number {
    const { length, width, height } = this.#interior;
    const l = x2 - x1;
    const w = y2 - y1;
    const h = z2 - z1;
    const tx = Math.floor(tolerance * l);
    const ty = Math.floor(tolerance * w);
    const tz = Math.floor(tolerance * h);
    const lw = l * w;
    const lh = l * h;
    const wh = w * h;
    let left = x1 <= tx ? wh : 0;
    let right = length - x2 <= tx ? wh : 0;
    let front = y1 <= ty ? lh : 0;
    let back = width - y2 <= ty ? lh : 0;
    let below = z1 <= tz ? lw : 0;
    let above = height - z2 <= tz ? lw : 0;
    const near = this.#near;
    for (let o = 0; o < this.#nearCount; o += 6) {
      const a1 = near[o]!;
      const b1 = near[o + 1]!;
      const c1 = near[o + 2]!;
      const a2 = near[o + 3]!;
      const b2 = near[o + 4]!;
      const c2 = near[o + 5]!;
      const dx = (x2 < a2 ? x2 : a2) - (x1 > a1 ? x1 : a1);
      const dy = (y2 < b2 ? y2 : b2) - (y1 > b1 ? y1 : b1);
      const dz = (z2 < c2 ? z2 : c2) - (z1 > c1 ? z1 : c1);
      // Apart on one axis only, by no more than the tolerance: a touching face.
      if (dx <= 0) {
        if (dy <= 0 || dz <= 0 || -dx > tx) continue;
        if (a1 >= x2) right += dy * dz;
        else left += dy * dz;
      } else if (dy <= 0) {
        if (dz <= 0 || -dy > ty) continue;
        if (b1 >= y2) back += dx * dz;
        else front += dx * dz;
      } else if (-dz <= tz) {
        if (c1 >= z2) above += dx * dy;
        else below += dx * dy;
      }
    }
    const touching =
      Math.min(left, wh) +
      Math.min(right, wh) +
      Math.min(front, lh) +
      Math.min(back, lh) +
      Math.min(below, lw) +
      Math.min(above, lw);
    let assumed = lw + lh + wh;
    if (space.length - l <= tx) assumed += wh;
    if (space.width - w <= ty) assumed += lh;
    if (space.height - h <= tz) assumed += lw;
    return contact * Math.log(Math.max(touching, 1e-9) / assumed);
  }
}

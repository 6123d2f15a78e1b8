/**
 * The empty boxes of a filling, overlapping and maximal. One space is a row of STRIDE numbers:
 * x1 y1 z1 x2 y2 z2, the Manhattan distance from the container's nearest corner, and the bits of that corner
 * (1 far length, 2 far width, 4 far height).
 */
export const STRIDE = 8;
export const DISTANCE = 6;
export const CORNER = 7;

export class Spaces {
  rows: Int32Array;
  count = 0;
  readonly #length: number;
  readonly #width: number;
  readonly #height: number;
  /** The cargo left fits into nothing smaller than this. */
  readonly least = new Int32Array(3);
  #fresh = new Int32Array(STRIDE * 256);
  #freshCount = 0;

  readonly #supported: boolean;

  constructor(length: number, width: number, height: number, supported: boolean) {
    this.#supported = supported;
    this.#length = length;
    this.#width = width;
    this.#height = height;
    this.rows = new Int32Array(STRIDE * 256);
  }

  /** The empty container from `from` to `to` along its length. */
  reset(from: number, to: number): void {
    this.count = 0;
    this.#freshCount = 0;
    this.least.fill(1);
    this.#push(from, 0, 0, to, this.#width, this.#height);
    this.#append(false);
  }

  copyFrom(other: Spaces): void {
    if (this.rows.length < other.rows.length) this.rows = new Int32Array(other.rows.length);
    this.rows.set(other.rows.subarray(0, other.count * STRIDE));
    this.count = other.count;
    this.least.set(other.least);
  }

  /** The row next to be filled: least distance from a corner, then largest; -1 when none is left. */
  next(): number {
    const r = this.rows;
    let best = -1;
    let bestDistance = 0;
    let bestVolume = 0;
    for (let s = 0, end = this.count * STRIDE; s < end; s += STRIDE) {
      const distance = r[s + DISTANCE]!;
      if (best >= 0 && distance > bestDistance) continue;
      const volume = (r[s + 3]! - r[s]!) * (r[s + 4]! - r[s + 1]!) * (r[s + 5]! - r[s + 2]!);
      if (best >= 0 && distance === bestDistance && volume <= bestVolume) continue;
      best = s;
      bestDistance = distance;
      bestVolume = volume;
    }
    return best;
  }

  remove(row: number): void {
    const last = --this.count * STRIDE;
    if (row !== last) this.rows.copyWithin(row, last, last + STRIDE);
  }

  /** Takes a box out of every space that meets it, leaving up to six maximal parts of each. */
  cut(x1: number, y1: number, z1: number, x2: number, y2: number, z2: number): void {
    const r = this.rows;
    this.#freshCount = 0;
    let kept = 0;
    for (let s = 0, end = this.count * STRIDE; s < end; s += STRIDE) {
      const a1 = r[s]!;
      const b1 = r[s + 1]!;
      const c1 = r[s + 2]!;
      const a2 = r[s + 3]!;
      const b2 = r[s + 4]!;
      const c2 = r[s + 5]!;
      if (a1 >= x2 || x1 >= a2 || b1 >= y2 || y1 >= b2 || c1 >= z2 || z1 >= c2) {
        if (kept !== s) r.copyWithin(kept, s, s + STRIDE);
        kept += STRIDE;
        continue;
      }
      if (x1 > a1) this.#push(a1, b1, c1, x1, b2, c2);
      if (x2 < a2) this.#push(x2, b1, c1, a2, b2, c2);
      if (y1 > b1) this.#push(a1, b1, c1, a2, y1, c2);
      if (y2 < b2) this.#push(a1, y2, c1, a2, b2, c2);
      if (z1 > c1) this.#push(a1, b1, c1, a2, b2, z1);
      if (z2 < c2) this.#push(a1, b1, z2, a2, b2, c2);
    }
    this.count = kept / STRIDE;
    this.#append(false);
  }

  /**
   * The same where every space stands on a level floor under open sky: takes out the column over the base, then opens
   * the top of the block and unites it with what is level with it.
   */
  build(
    x1: number,
    y1: number,
    x2: number,
    y2: number,
    top: number,
    px1: number,
    py1: number,
    px2: number,
    py2: number,
  ): void {
    const r = this.rows;
    const sky = this.#height;
    this.#freshCount = 0;
    let kept = 0;
    for (let s = 0, end = this.count * STRIDE; s < end; s += STRIDE) {
      const a1 = r[s]!;
      const b1 = r[s + 1]!;
      const c1 = r[s + 2]!;
      const a2 = r[s + 3]!;
      const b2 = r[s + 4]!;
      if (a1 >= x2 || x1 >= a2 || b1 >= y2 || y1 >= b2) {
        if (kept !== s) r.copyWithin(kept, s, s + STRIDE);
        kept += STRIDE;
        continue;
      }
      if (x1 > a1) this.#push(a1, b1, c1, x1, b2, sky);
      if (x2 < a2) this.#push(x2, b1, c1, a2, b2, sky);
      if (y1 > b1) this.#push(a1, b1, c1, a2, y1, sky);
      if (y2 < b2) this.#push(a1, y2, c1, a2, b2, sky);
    }
    this.count = kept / STRIDE;
    this.#append(false);
    if (px2 <= px1 || py2 <= py1 || sky - top < this.least[2]!) return;
    this.#freshCount = 0;
    this.#grow(0);
    this.#write(px1, py1, top, px2, py2, sky);
    for (let f = 0; f < this.#freshCount * STRIDE; f += STRIDE) this.#unite(f);
    this.#append(true);
  }

  /** Adds to the fresh rows every union of fresh row f with a level, touching neighbour. */
  #unite(f: number): void {
    for (let pass = 0; pass < 2; pass++) {
      const end = pass === 0 ? this.count * STRIDE : f;
      for (let s = 0; s < end; s += STRIDE) {
        const g = this.#fresh;
        const r = pass === 0 ? this.rows : g;
        if (r[s + 2] !== g[f + 2]) continue;
        const lowX = Math.max(g[f]!, r[s]!);
        const highX = Math.min(g[f + 3]!, r[s + 3]!);
        const lowY = Math.max(g[f + 1]!, r[s + 1]!);
        const highY = Math.min(g[f + 4]!, r[s + 4]!);
        if (lowX > highX || lowY > highY) continue;
        const minX = Math.min(g[f]!, r[s]!);
        const maxX = Math.max(g[f + 3]!, r[s + 3]!);
        const minY = Math.min(g[f + 1]!, r[s + 1]!);
        const maxY = Math.max(g[f + 4]!, r[s + 4]!);
        const z = g[f + 2]!;
        const sky = g[f + 5]!;
        if (lowY < highY) this.#pushNew(minX, lowY, z, maxX, highY, sky);
        if (lowX < highX) this.#pushNew(lowX, minY, z, highX, maxY, sky);
      }
    }
  }

  #pushNew(x1: number, y1: number, z1: number, x2: number, y2: number, z2: number): void {
    const g = this.#fresh;
    for (let s = 0, end = this.#freshCount * STRIDE; s < end; s += STRIDE) {
      if (g[s]! <= x1 && g[s + 1]! <= y1 && g[s + 3]! >= x2 && g[s + 4]! >= y2) return;
    }
    this.#grow(this.#freshCount);
    this.#write(x1, y1, z1, x2, y2, z2);
  }

  #push(x1: number, y1: number, z1: number, x2: number, y2: number, z2: number): void {
    if (x2 - x1 < this.least[0]! || y2 - y1 < this.least[1]! || z2 - z1 < this.least[2]!) return;
    this.#grow(this.#freshCount);
    this.#write(x1, y1, z1, x2, y2, z2);
  }

  #grow(count: number): void {
    if ((count + 1) * STRIDE <= this.#fresh.length) return;
    const larger = new Int32Array(this.#fresh.length * 2);
    larger.set(this.#fresh);
    this.#fresh = larger;
  }

  #write(x1: number, y1: number, z1: number, x2: number, y2: number, z2: number): void {
    const g = this.#fresh;
    const o = this.#freshCount++ * STRIDE;
    g[o] = x1;
    g[o + 1] = y1;
    g[o + 2] = z1;
    g[o + 3] = x2;
    g[o + 4] = y2;
    g[o + 5] = z2;
    const farX = this.#length - x2;
    const farY = this.#width - y2;
    const farZ = this.#height - z2;
    let corner = 0;
    let distance = 0;
    if (farX < x1) {
      corner |= 1;
      distance += farX;
    } else distance += x1;
    if (farY < y1) {
      corner |= 2;
      distance += farY;
    } else distance += y1;
    if (farZ < z1 && !this.#supported) {
      corner |= 4;
      distance += farZ;
    } else distance += z1;
    g[o + DISTANCE] = distance;
    g[o + CORNER] = corner;
  }

  /** Appends the fresh rows that lie in no other; with `both`, kept rows inside a fresh one go too. */
  #append(both: boolean): void {
    const g = this.#fresh;
    const fresh = this.#freshCount * STRIDE;
    if (both) {
      for (let s = (this.count - 1) * STRIDE; s >= 0; s -= STRIDE) {
        for (let f = 0; f < fresh; f += STRIDE) {
          if (contains(g, f, this.rows, s)) {
            this.remove(s);
            break;
          }
        }
      }
    }
    if (this.count * STRIDE + fresh > this.rows.length) {
      const larger = new Int32Array((this.count * STRIDE + fresh) * 2);
      larger.set(this.rows);
      this.rows = larger;
    }
    const r = this.rows;
    const kept = this.count * STRIDE;
    next: for (let f = 0; f < fresh; f += STRIDE) {
      if (both && (g[f + 3]! - g[f]! < this.least[0]! || g[f + 4]! - g[f + 1]! < this.least[1]!)) continue;
      for (let s = 0; s < kept; s += STRIDE) if (contains(r, s, g, f)) continue next;
      for (let s = 0; s < fresh; s += STRIDE) {
        // Of two equal rows the first stays.
        if (s !== f && contains(g, s, g, f) && (s < f || !contains(g, f, g, s))) continue next;
      }
      const to = this.count++ * STRIDE;
      for (let i = 0; i < STRIDE; i++) r[to + i] = g[f + i]!;
    }
  }
}

function contains(a: Int32Array, i: number, b: Int32Array, j: number): boolean {
  return (
    a[i]! <= b[j]! &&
    a[i + 3]! >= b[j + 3]! &&
    a[i + 1]! <= b[j + 1]! &&
    a[i + 4]! >= b[j + 4]! &&
    a[i + 2]! <= b[j + 2]! &&
    a[i + 5]! >= b[j + 5]!
  );
}

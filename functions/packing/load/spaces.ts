import { UNLIMITED } from './bearing.ts';

/** A box by two opposite corners, in grid units: 1 nearest the inner end, the left wall and the floor, 2 farthest. */
export interface Box {
  x1: number;
  y1: number;
  z1: number;
  x2: number;
  y2: number;
  z2: number;
}

/** One space is a row of STRIDE numbers: x1 y1 z1 x2 y2 z2, and those at the places that follow. */
const STRIDE = 9;
/** Manhattan distance from the container's nearest corner. */
const DISTANCE = 6;
/** Bits of that corner: 1 far along the length, 2 far along the width, 4 far along the height. */
export const CORNER = 7;
/** The bearing of the space's floor, in hundredths of a gram per square metre. */
export const BEARING = 8;

/** The maximal empty boxes of a filling, which may overlap (Lai & Chan 1997; Parreño et al. 2008). */
export class Spaces {
  /** The spaces, one row after the other. */
  rows = new Int32Array(STRIDE * 256);
  count = 0;
  /** The least length, width and height of the cargo left: it fits into nothing smaller. */
  readonly least = new Int32Array(3);
  readonly #size: Int32Array;
  readonly #supported: boolean;
  /** The spaces that the box being cut out meets. */
  #hit = new Int32Array(STRIDE * 256);
  /** The kept rows that end at the face in question. */
  #touching = new Int32Array(256);
  /** Rows found but not yet among the spaces. */
  #fresh = new Int32Array(STRIDE * 256);
  #freshCount = 0;
  /** The box being cut out: x1 y1 z1 x2 y2 z2. */
  readonly #box = new Int32Array(6);

  constructor(length: number, width: number, height: number, supported: boolean) {
    this.#size = Int32Array.of(length, width, height);
    this.#supported = supported;
  }

  /** Starts with one space: the container from `from` to `to` along its length, up to the roof. */
  reset(from: number, to: number, roof: number): void {
    this.count = 0;
    this.least.fill(1);
    if (to <= from || this.#size[1] === 0 || roof === 0) return;
    this.rows.set([from, 0, 0, to, this.#size[1]!, roof]);
    this.rows[BEARING] = UNLIMITED;
    this.#measure(this.rows, 0);
    this.count = 1;
  }

  copyFrom(other: Spaces): void {
    if (this.rows.length < other.rows.length) this.rows = new Int32Array(other.rows.length);
    this.rows.set(other.rows.subarray(0, other.count * STRIDE));
    this.count = other.count;
    this.least.set(other.least);
  }

  /** The row of the space to fill next: that of least distance from a corner, then the largest; -1 when none is left. */
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

  /** The spaces as they are now. */
  list(): Box[] {
    const r = this.rows;
    return Array.from({ length: this.count }, (_, i) => {
      const o = i * STRIDE;
      return { x1: r[o]!, y1: r[o + 1]!, z1: r[o + 2]!, x2: r[o + 3]!, y2: r[o + 4]!, z2: r[o + 5]! };
    });
  }

  /** Removes the space that begins at this place of the rows. */
  remove(row: number): void {
    const last = --this.count * STRIDE;
    if (row !== last) this.rows.copyWithin(row, last, last + STRIDE);
  }

  /**
   * Takes a box out of every space that meets it, leaving the maximal parts: up to six of each space, or four where
   * every space stands on a level floor under open sky.
   */
  cut({ x1, y1, z1, x2, y2, z2 }: Box): void {
    const r = this.rows;
    if (this.#hit.length < r.length) this.#hit = new Int32Array(r.length);
    const hit = this.#hit;
    let hits = 0;
    let kept = 0;
    for (let s = 0, end = this.count * STRIDE; s < end; s += STRIDE) {
      if (r[s]! >= x2 || x1 >= r[s + 3]! || r[s + 1]! >= y2 || y1 >= r[s + 4]! || r[s + 2]! >= z2 || z1 >= r[s + 5]!) {
        if (kept !== s) move(r, s, r, kept);
        kept += STRIDE;
      } else {
        move(r, s, hit, hits);
        hits += STRIDE;
      }
    }
    this.count = kept / STRIDE;
    const box = this.#box;
    box[0] = x1;
    box[1] = y1;
    box[2] = z1;
    box[3] = x2;
    box[4] = y2;
    box[5] = z2;
    const axes = this.#supported ? 2 : 3;
    for (let axis = 0; axis < axes; axis++) {
      this.#split(hits, kept, axis, axis + 3);
      this.#split(hits, kept, axis + 3, axis);
    }
  }

  /**
   * Adds the parts of the hit spaces beyond one face of the box. Such a part can lie only in a space that ends at the
   * same face: in a kept one, or in another part of this kind.
   *
   * @param face the number of the box that gives the face
   * @param side the number of a space that the face replaces
   */
  #split(hits: number, kept: number, face: number, side: number): void {
    const hit = this.#hit;
    const r = this.rows;
    const plane = this.#box[face]!;
    const far = side < 3;
    const axis = far ? side : face;
    const least = this.least[axis]!;
    if (this.#touching.length < this.count) this.#touching = new Int32Array(this.count * 2);
    const touching = this.#touching;
    let touched = -1;
    this.#freshCount = 0;
    parts: for (let s = 0; s < hits; s += STRIDE) {
      const depth = far ? hit[s + axis + 3]! - plane : plane - hit[s + axis]!;
      if (depth < least) continue;
      if (touched < 0) {
        touched = 0;
        for (let k = 0; k < kept; k += STRIDE) if (r[k + side] === plane) touching[touched++] = k;
      }
      this.#grow();
      const g = this.#fresh;
      const f = this.#freshCount * STRIDE;
      move(hit, s, g, f);
      g[f + side] = plane;
      for (let t = 0; t < touched; t++) if (contains(r, touching[t]!, g, f)) continue parts;
      for (let e = f - STRIDE; e >= 0; e -= STRIDE) if (contains(g, e, g, f)) continue parts;
      // Parts found before may lie in this one.
      let to = 0;
      for (let e = 0; e < f; e += STRIDE) {
        if (contains(g, f, g, e)) continue;
        if (to !== e) move(g, e, g, to);
        to += STRIDE;
      }
      if (to !== f) move(g, f, g, to);
      this.#freshCount = to / STRIDE + 1;
    }
    this.#append();
  }

  /**
   * Adds the space above the level top of a block, and its unions with the spaces that are level with it and touch it.
   *
   * @param above from the top to the roof
   * @param bearing what the top bears
   */
  raise(above: Box, bearing: number): void {
    if (above.x2 <= above.x1 || above.y2 <= above.y1 || above.z2 - above.z1 < this.least[2]!) return;
    this.#freshCount = 0;
    this.#push(above, bearing);
    for (let f = 0; f < this.#freshCount * STRIDE; f += STRIDE) {
      this.#unite(f, this.rows, this.count * STRIDE);
      this.#unite(f, this.#fresh, f);
    }
    this.#dropContained();
    this.#append();
  }

  /** Adds to the fresh rows every union of fresh row f with a row before `end` that is level with it and touches it. */
  #unite(f: number, r: Int32Array, end: number): void {
    for (let s = 0; s < end; s += STRIDE) {
      const g = this.#fresh;
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
      const z1 = g[f + 2]!;
      const z2 = g[f + 5]!;
      const bearing = Math.min(g[f + BEARING]!, r[s + BEARING]!);
      if (lowY < highY) this.#push({ x1: minX, y1: lowY, z1, x2: maxX, y2: highY, z2 }, bearing);
      if (lowX < highX) this.#push({ x1: lowX, y1: minY, z1, x2: highX, y2: maxY, z2 }, bearing);
    }
  }

  /** Adds a fresh row unless it lies in another. */
  #push({ x1, y1, z1, x2, y2, z2 }: Box, bearing: number): void {
    const g = this.#fresh;
    for (let s = 0, end = this.#freshCount * STRIDE; s < end; s += STRIDE) {
      if (g[s]! <= x1 && g[s + 1]! <= y1 && g[s + 3]! >= x2 && g[s + 4]! >= y2 && g[s + BEARING]! >= bearing) return;
    }
    this.#grow();
    const o = this.#freshCount++ * STRIDE;
    const to = this.#fresh;
    to[o] = x1;
    to[o + 1] = y1;
    to[o + 2] = z1;
    to[o + 3] = x2;
    to[o + 4] = y2;
    to[o + 5] = z2;
    to[o + BEARING] = bearing;
  }

  /** Removes rows that lie in a fresh one, and fresh ones that lie in another row or are too small for the cargo. */
  #dropContained(): void {
    const g = this.#fresh;
    const end = this.#freshCount * STRIDE;
    for (let s = (this.count - 1) * STRIDE; s >= 0; s -= STRIDE) {
      for (let f = 0; f < end; f += STRIDE) {
        if (!contains(g, f, this.rows, s)) continue;
        this.remove(s);
        break;
      }
    }
    let to = 0;
    fresh: for (let f = 0; f < end; f += STRIDE) {
      if (g[f + 3]! - g[f]! < this.least[0]! || g[f + 4]! - g[f + 1]! < this.least[1]!) continue;
      for (let s = 0; s < this.count * STRIDE; s += STRIDE) if (contains(this.rows, s, g, f)) continue fresh;
      for (let s = f + STRIDE; s < end; s += STRIDE) if (contains(g, s, g, f)) continue fresh;
      if (to !== f) move(g, f, g, to);
      to += STRIDE;
    }
    this.#freshCount = to / STRIDE;
  }

  /** Takes the fresh rows in among the spaces. */
  #append(): void {
    const from = this.count * STRIDE;
    const added = this.#freshCount * STRIDE;
    if (from + added > this.rows.length) {
      const larger = new Int32Array((from + added) * 2);
      larger.set(this.rows);
      this.rows = larger;
    }
    for (let f = 0; f < added; f += STRIDE) {
      move(this.#fresh, f, this.rows, from + f);
      this.#measure(this.rows, from + f);
    }
    this.count += this.#freshCount;
  }

  /** Writes distance and corner of the row at o. */
  #measure(r: Int32Array, o: number): void {
    let corner = 0;
    let distance = 0;
    for (let axis = 0; axis < 3; axis++) {
      const near = r[o + axis]!;
      const far = this.#size[axis]! - r[o + 3 + axis]!;
      if (far < near && (axis < 2 || !this.#supported)) {
        corner |= 1 << axis;
        distance += far;
      } else distance += near;
    }
    r[o + DISTANCE] = distance;
    r[o + CORNER] = corner;
  }

  #grow(): void {
    if ((this.#freshCount + 1) * STRIDE <= this.#fresh.length) return;
    const larger = new Int32Array(this.#fresh.length * 2);
    larger.set(this.#fresh);
    this.#fresh = larger;
  }
}

/** Copies the row of a at i to the row of b at j. */
function move(a: Int32Array, i: number, b: Int32Array, j: number): void {
  b[j] = a[i]!;
  b[j + 1] = a[i + 1]!;
  b[j + 2] = a[i + 2]!;
  b[j + 3] = a[i + 3]!;
  b[j + 4] = a[i + 4]!;
  b[j + 5] = a[i + 5]!;
  b[j + 6] = a[i + 6]!;
  b[j + 7] = a[i + 7]!;
  b[j + 8] = a[i + 8]!;
}

/** Whether the row of a at i contains that of b at j and bears as much. */
function contains(a: Int32Array, i: number, b: Int32Array, j: number): boolean {
  return (
    a[i]! <= b[j]! &&
    a[i + 3]! >= b[j + 3]! &&
    a[i + 1]! <= b[j + 1]! &&
    a[i + 4]! >= b[j + 4]! &&
    a[i + 2]! <= b[j + 2]! &&
    a[i + 5]! >= b[j + 5]! &&
    a[i + BEARING]! >= b[j + BEARING]!
  );
}

import { borneAbove } from './bearing.ts';
import type { Interior } from './interior.ts';
import { BEARING, CORNER, Spaces } from './spaces.ts';

/** The part of a container to fill and what already stands elsewhere in it. */
export interface Section {
  from: number;
  to: number;
  /** Nothing stands higher. */
  roof: number;
  massG: number;
  volume: number;
  classBits: number;
}

/** A container being filled: blocks placed, cargo left and the empty spaces. Reused, never shared. */
export class Filling {
  readonly interior: Interior;
  readonly spaces: Spaces;
  /** Cartons left, by type. */
  readonly stock: Int32Array;
  /** By block, 1 when more is in it than is left. */
  readonly short: Uint8Array;
  /** By type, how many of the blocks that hold it are struck for that. */
  readonly #struck: Int32Array;
  /** Bounding boxes of the blocks placed, six numbers each. */
  boxes = new Int32Array(6 * 64);
  placed = new Int32Array(64);
  corners = new Uint8Array(64);
  count = 0;
  volume = 0;
  /** Volume of what stands outside the section. */
  #elsewhere = 0;
  profit = 0;
  massG = 0;
  classBits = 0;

  constructor(interior: Interior) {
    this.interior = interior;
    this.spaces = new Spaces(interior.length, interior.width, interior.height, interior.supported);
    this.stock = new Int32Array(interior.cargo.types.length);
    this.short = new Uint8Array(interior.blocks.count);
    this.#struck = new Int32Array(this.stock.length);
  }

  reset(stock: Int32Array, { from, to, roof, massG, volume, classBits }: Section): void {
    this.stock.set(stock);
    this.count = 0;
    this.volume = 0;
    this.#elsewhere = volume;
    this.profit = 0;
    this.massG = massG;
    this.classBits = classBits;
    this.spaces.reset(from, to, roof);
    this.short.fill(0);
    this.#struck.fill(0);
    for (let type = 0; type < stock.length; type++) this.#strike(type);
    this.#tighten();
  }

  copyFrom(other: Filling): void {
    if (this.placed.length < other.placed.length) this.#grow(other.placed.length);
    this.boxes.set(other.boxes.subarray(0, other.count * 6));
    this.placed.set(other.placed.subarray(0, other.count));
    this.corners.set(other.corners.subarray(0, other.count));
    this.count = other.count;
    this.volume = other.volume;
    this.#elsewhere = other.#elsewhere;
    this.profit = other.profit;
    this.massG = other.massG;
    this.classBits = other.classBits;
    this.stock.set(other.stock);
    this.short.set(other.short);
    this.#struck.set(other.#struck);
    this.spaces.copyFrom(other.spaces);
  }

  /** Volume of all cargo in the container. */
  get loaded(): number {
    return this.#elsewhere + this.volume;
  }

  /** Whether stock, payload, fill, segregation and the floor under it allow block b. */
  allows(b: number, bearing: number): boolean {
    const { blocks, container, volumeLimit } = this.interior;
    if (blocks.pressure[b]! > bearing) return false;
    if (this.massG + blocks.massG[b]! > container.payloadG) return false;
    if (this.#elsewhere + this.volume + blocks.volume[b]! > volumeLimit) return false;
    return this.short[b] === 0 && (this.classBits & blocks.conflictBits[b]!) === 0;
  }

  /** Places block b, worth `profit`, in the corner of the space in row `space`. */
  place(b: number, space: number, profit: number): void {
    const { blocks, supported, height } = this.interior;
    const r = this.spaces.rows;
    const corner = r[space + CORNER]!;
    const floor = r[space + BEARING]!;
    const roof = r[space + 5]!;
    const l = blocks.length[b]!;
    const w = blocks.width[b]!;
    const h = blocks.height[b]!;
    const x1 = (corner & 1) === 0 ? r[space]! : r[space + 3]! - l;
    const y1 = (corner & 2) === 0 ? r[space + 1]! : r[space + 4]! - w;
    const z1 = (corner & 4) === 0 ? r[space + 2]! : r[space + 5]! - h;
    if (this.count === this.placed.length) this.#grow(this.count * 2);
    const o = this.count * 6;
    this.boxes[o] = x1;
    this.boxes[o + 1] = y1;
    this.boxes[o + 2] = z1;
    this.boxes[o + 3] = x1 + l;
    this.boxes[o + 4] = y1 + w;
    this.boxes[o + 5] = z1 + h;
    this.placed[this.count] = b;
    this.corners[this.count++] = corner;
    this.volume += blocks.volume[b]!;
    this.profit += profit;
    this.massG += blocks.massG[b]!;
    this.classBits |= blocks.classBits[b]!;
    let emptied = false;
    for (let c = blocks.contentStart[b]!, end = blocks.contentStart[b + 1]!; c < end; c++) {
      const type = blocks.contentType[c]!;
      this.stock[type] = this.stock[type]! - blocks.contentCount[c]!;
      this.#strike(type);
      if (this.stock[type] === 0) emptied = true;
    }
    if (emptied) this.#tighten();
    const pl = blocks.packLength[b]!;
    const pw = blocks.packWidth[b]!;
    const open = supported || pl === 0;
    this.spaces.cut(x1, y1, z1, x1 + l, y1 + w, open ? height : z1 + h);
    if (!supported) return;
    const px = (corner & 1) === 0 ? x1 : x1 + l - pl;
    const py = (corner & 2) === 0 ? y1 : y1 + w - pw;
    const bearing = Math.min(blocks.bearing[b]!, borneAbove(floor, blocks.pressure[b]!));
    this.spaces.raise(px, py, z1 + h, px + pl, py + pw, roof, bearing);
  }

  /** Strikes the blocks that hold more of the type than is left. */
  #strike(type: number): void {
    const { blocksByTypeStart, blocksByType, blocksByTypeCount } = this.interior.blocks;
    const left = this.stock[type]!;
    const start = blocksByTypeStart[type]!;
    const end = blocksByTypeStart[type + 1]!;
    let at = start + this.#struck[type]!;
    for (; at < end && blocksByTypeCount[at]! > left; at++) this.short[blocksByType[at]!] = 1;
    this.#struck[type] = at - start;
  }

  /** The smallest edges of the cargo left, below which a space is no use. */
  #tighten(): void {
    const { blocks } = this.interior;
    const least = this.spaces.least.fill(0x7fffffff);
    for (let b = 0; b < blocks.orientationCount; b++) {
      if (!(this.stock[blocks.orientationType[b]!]! > 0)) continue;
      if (blocks.length[b]! < least[0]!) least[0] = blocks.length[b]!;
      if (blocks.width[b]! < least[1]!) least[1] = blocks.width[b]!;
      if (blocks.height[b]! < least[2]!) least[2] = blocks.height[b]!;
    }
  }

  #grow(size: number): void {
    const boxes = new Int32Array(6 * size);
    const placed = new Int32Array(size);
    const corners = new Uint8Array(size);
    boxes.set(this.boxes);
    placed.set(this.placed);
    corners.set(this.corners);
    this.boxes = boxes;
    this.placed = placed;
    this.corners = corners;
  }
}

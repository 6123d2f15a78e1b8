import { borneAbove, shareBorne, UNLIMITED } from './bearing.ts';
import type { Blocks } from './block-columns.ts';
import { listBlocksByType } from './blocks-by-type.ts';
import type { CartonType, Orientation } from './cargo.ts';
import { orderBySize } from './size-order.ts';

/** A block fills its bounding box at least to this share. */
const MIN_FILL = 0.98;

/**
 * From this generation of joins on, only joins without any gap are made at first: they grow to large blocks (decision 10).
 */
const GAPLESS_FROM = 2;

/** Joins with small gaps are made up to so many blocks; more of them cost more time than they earn, as measured. */
const MAX_WITH_GAPS = 3_000;

/** Share of the room under the cap that one generation may take, so that later and larger blocks find some. */
const SHARE = 0.4;

/** Pairs tried for each block of the cap; the first plan waits for them. */
const TRIALS = 1_000;

/** The container and the cargo that blocks are made for. */
export interface BlockTerms {
  /** Inner edges of the container, in grid units of `unitMm`. */
  length: number;
  width: number;
  height: number;
  unitMm: number;
  payloadG: number;
  types: readonly CartonType[];
  /** Orientations in grid units, by type. */
  orientations: readonly (readonly Orientation[])[];
  /** For each segregation class the bits of the classes it must not meet. */
  conflictBits: readonly number[];
  /** Whether every base must rest wholly on others or the floor. */
  supported: boolean;
  /** Greatest number of blocks. */
  cap: number;
}

/** Two blocks to join: `second` follows `first` along an axis. */
interface Join {
  first: number;
  second: number;
  /** 0 length, 1 width, 2 height. */
  axis: number;
  /** The part of the joint top on which other cartons may stand, in grid units. */
  packLength: number;
  packWidth: number;
}

/**
 * Makes the general blocks of the cargo (Fanslau & Bortfeldt 2010; Zhu & Lim 2012): single cartons in every orientation
 * that fits, and joins of pairs of blocks along each axis, generation by generation, until none is new or the cap is
 * reached. Joins without gaps come first, then all that are full enough.
 */
export function makeBlocks(terms: BlockTerms): Blocks {
  const { types, orientations, supported } = terms;
  const cap = Math.max(terms.cap, orientations.flat().length);
  const ints = (): Int32Array => new Int32Array(cap + 1);
  const b: Blocks = {
    count: 0,
    orientationCount: 0,
    orientationType: [],
    length: ints(),
    width: ints(),
    height: ints(),
    packLength: ints(),
    packWidth: ints(),
    pressure: ints(),
    bearing: ints(),
    open: new Float64Array(0),
    volume: new Float64Array(cap),
    massG: new Float64Array(cap),
    cartons: ints(),
    classBits: ints(),
    conflictBits: ints(),
    left: ints(),
    right: ints(),
    axis: new Int8Array(cap),
    contentStart: ints(),
    contentType: new Int32Array(cap * Math.min(types.length, 24)),
    contentCount: new Int32Array(cap * Math.min(types.length, 24)),
    blocksByTypeStart: new Int32Array(types.length + 1),
    blocksByType: new Int32Array(0),
    blocksByTypeCount: new Int32Array(0),
    bySize: new Int32Array(0),
  };
  const { pressure, bearing } = b;
  const { length, width, height, packLength, packWidth, volume, massG, cartons, classBits, conflictBits } = b;
  const { contentStart, contentType, contentCount } = b;
  // Open addressing by size and contents; at most half full.
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(cap + 1) + 1)).fill(-1);
  const unitedType = new Int32Array(types.length);
  const unitedCount = new Int32Array(types.length);
  let united = 0;

  for (const [type, carton] of types.entries()) {
    for (const orientation of orientations[type]!) {
      const i = b.count++;
      b.orientationType.push(type);
      length[i] = orientation.length;
      width[i] = orientation.width;
      height[i] = orientation.height;
      packLength[i] = carton.stackable ? orientation.length : 0;
      packWidth[i] = carton.stackable ? orientation.width : 0;
      const area = (orientation.length * orientation.width * terms.unitMm ** 2) / 1e8;
      pressure[i] = Math.min(UNLIMITED, Math.floor(carton.massG / area));
      bearing[i] = carton.stackable ? Math.min(UNLIMITED, Math.floor(carton.maxLoadG / area)) : -1;
      volume[i] = orientation.length * orientation.width * orientation.height;
      massG[i] = carton.massG;
      cartons[i] = 1;
      classBits[i] = carton.segregation < 0 ? 0 : 1 << carton.segregation;
      conflictBits[i] = carton.segregation < 0 ? 0 : terms.conflictBits[carton.segregation]!;
      contentType[contentStart[i]!] = type;
      contentCount[contentStart[i]!] = 1;
      contentStart[i + 1] = contentStart[i]! + 1;
    }
  }
  b.orientationCount = b.count;

  let fill = MIN_FILL;
  let trials = cap * TRIALS;
  joinAll(GAPLESS_FROM, SHARE, cap);
  joinAll(Number.POSITIVE_INFINITY, 1, Math.min(cap, MAX_WITH_GAPS));
  listBlocksByType(b);
  b.bySize = orderBySize(b);
  b.open = shareBorne(b, types);
  return b;

  /**
   * @param gaplessFrom generation from which joins leave no gap
   * @param share of the room under `most` that a generation may take
   */
  function joinAll(gaplessFrom: number, share: number, most: number): void {
    let newest = 0;
    for (let generation = 0; newest < b.count && b.count < most && trials > 0; generation++) {
      const end = b.count;
      const stop = end + Math.ceil((most - end) * share);
      fill = generation < gaplessFrom ? MIN_FILL : 1;
      for (let i = newest; i < end && b.count < stop && trials > 0; i++) {
        for (let j = 0; j <= i && b.count < stop; j++) tryJoin(i, j);
        trials -= i;
      }
      newest = end;
    }
  }

  /** Joins two blocks along each axis on which they fill their bounding box, fit the container and may be stacked. */
  function tryJoin(i: number, j: number): void {
    const joined = volume[i]! + volume[j]!;
    const l = Math.max(length[i]!, length[j]!);
    const w = Math.max(width[i]!, width[j]!);
    const h = Math.max(height[i]!, height[j]!);
    const sumL = length[i]! + length[j]!;
    const sumW = width[i]! + width[j]!;
    const sumH = height[i]! + height[j]!;
    const enough = joined / fill;
    const alongL = sumL <= terms.length && sumL * w * h <= enough;
    const alongW = sumW <= terms.width && l * sumW * h <= enough;
    const alongH = sumH <= terms.height && l * w * sumH <= enough;
    if (!alongL && !alongW && !alongH) return;
    if (massG[i]! + massG[j]! > terms.payloadG || (classBits[i]! & conflictBits[j]!) !== 0 || !unite(i, j)) return;
    if (supported) {
      if (height[i] === height[j] && isFull(i) && isFull(j)) {
        const narrower = Math.min(width[i]!, width[j]!);
        const shorter = Math.min(length[i]!, length[j]!);
        if (alongL) add({ first: i, second: j, axis: 0, packLength: sumL, packWidth: narrower });
        if (alongW) add({ first: i, second: j, axis: 1, packLength: shorter, packWidth: sumW });
      }
      if (alongH && rests(i, j))
        add({ first: j, second: i, axis: 2, packLength: packLength[i]!, packWidth: packWidth[i]! });
      else if (alongH && rests(j, i)) {
        add({ first: i, second: j, axis: 2, packLength: packLength[j]!, packWidth: packWidth[j]! });
      }
      return;
    }
    const open = packLength[i]! > 0 && packLength[j]! > 0;
    if (alongL) add({ first: i, second: j, axis: 0, packLength: open ? sumL : 0, packWidth: open ? w : 0 });
    if (alongW) add({ first: i, second: j, axis: 1, packLength: open ? l : 0, packWidth: open ? sumW : 0 });
    if (alongH && packLength[j]! > 0) {
      add({ first: j, second: i, axis: 2, packLength: open ? l : 0, packWidth: open ? w : 0 });
    } else if (alongH && packLength[i]! > 0) add({ first: i, second: j, axis: 2, packLength: 0, packWidth: 0 });
  }

  /** Whether cartons may stand on the whole top. */
  function isFull(i: number): boolean {
    return packLength[i] === length[i] && packWidth[i] === width[i];
  }

  /** Whether the lower block bears the upper one under its whole base. */
  function rests(upper: number, lower: number): boolean {
    return (
      length[upper]! <= packLength[lower]! && width[upper]! <= packWidth[lower]! && pressure[upper]! <= bearing[lower]!
    );
  }

  /** Unites both contents in the scratch list and says whether the cargo has that much. */
  function unite(i: number, j: number): boolean {
    let p = contentStart[i]!;
    let q = contentStart[j]!;
    const pEnd = contentStart[i + 1]!;
    const qEnd = contentStart[j + 1]!;
    united = 0;
    while (p < pEnd || q < qEnd) {
      const tp = p < pEnd ? contentType[p]! : types.length;
      const tq = q < qEnd ? contentType[q]! : types.length;
      const type = Math.min(tp, tq);
      const count = (tp === type ? contentCount[p++]! : 0) + (tq === type ? contentCount[q++]! : 0);
      if (count > types[type]!.count) return false;
      unitedType[united] = type;
      unitedCount[united++] = count;
    }
    return contentStart[b.count]! + united <= contentType.length;
  }

  /** Adds a join whose contents stand in the scratch list, unless a block of that size and contents is there. */
  function add({ first: i, second: j, axis, packLength: pl, packWidth: pw }: Join): void {
    const k = b.count;
    const start = contentStart[k]!;
    if (k >= cap || start + united > contentType.length) return;
    const l = axis === 0 ? length[i]! + length[j]! : Math.max(length[i]!, length[j]!);
    const w = axis === 1 ? width[i]! + width[j]! : Math.max(width[i]!, width[j]!);
    const h = axis === 2 ? height[i]! + height[j]! : Math.max(height[i]!, height[j]!);
    let hash = Math.imul(l, 73856093) ^ Math.imul(w, 19349663) ^ Math.imul(h, 83492791);
    for (let c = 0; c < united; c++) hash += Math.imul(unitedType[c]! + 7, 0x9e3779b1) * unitedCount[c]!;
    let slot = (Math.imul(hash, 0x85ebca6b) >>> 7) & (slots.length - 1);
    for (; slots[slot] !== -1; slot = (slot + 1) & (slots.length - 1)) if (isJoined(slots[slot]!, l, w, h)) return;
    slots[slot] = k;
    for (let c = 0; c < united; c++) {
      contentType[start + c] = unitedType[c]!;
      contentCount[start + c] = unitedCount[c]!;
    }
    contentStart[k + 1] = start + united;
    length[k] = l;
    width[k] = w;
    height[k] = h;
    packLength[k] = pl;
    packWidth[k] = pw;
    if (axis === 2) {
      pressure[k] = Math.min(UNLIMITED, pressure[i]! + pressure[j]!);
      bearing[k] = Math.min(bearing[j]!, borneAbove(bearing[i]!, pressure[j]!));
    } else {
      pressure[k] = Math.max(pressure[i]!, pressure[j]!);
      bearing[k] = Math.min(bearing[i]!, bearing[j]!);
    }
    volume[k] = volume[i]! + volume[j]!;
    massG[k] = massG[i]! + massG[j]!;
    cartons[k] = cartons[i]! + cartons[j]!;
    classBits[k] = classBits[i]! | classBits[j]!;
    conflictBits[k] = conflictBits[i]! | conflictBits[j]!;
    b.left[k] = i;
    b.right[k] = j;
    b.axis[k] = axis;
    b.count++;
  }

  /** Whether block k has this size and the united contents. */
  function isJoined(k: number, l: number, w: number, h: number): boolean {
    const start = contentStart[k]!;
    if (length[k] !== l || width[k] !== w || height[k] !== h || contentStart[k + 1]! - start !== united) return false;
    for (let c = 0; c < united; c++) {
      if (contentType[start + c] !== unitedType[c] || contentCount[start + c] !== unitedCount[c]) return false;
    }
    return true;
  }
}

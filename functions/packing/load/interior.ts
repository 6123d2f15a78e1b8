import type { ContainerType, LoadRequest } from '../model.ts';
import { longestRows } from '../solve/subset-sums.ts';
import type { Blocks } from './block-columns.ts';
import { makeBlocks } from './blocks.ts';
import type { Cargo, Orientation } from './cargo.ts';

/** A kind of container made ready for the search: lengths in grid units of `unitMm`. */
export interface Interior {
  container: ContainerType;
  cargo: Cargo;
  supported: boolean;
  /** Which of the searches that differ in their choices, from 0. */
  variant: number;
  unitMm: number;
  /** Shortened to the longest rows of cartons, which no plan can exceed. */
  length: number;
  width: number;
  height: number;
  /** Most volume of cargo, in cubes of the grid. */
  volumeLimit: number;
  /** By type: what one container can take at all. */
  fits: boolean[];
  blocks: Blocks;
  rowsL: Int32Array;
  rowsW: Int32Array;
  rowsH: Int32Array;
}

export function makeInterior(container: ContainerType, cargo: Cargo, request: LoadRequest, cap: number): Interior {
  const clearance = request.clearanceMm ?? 0;
  const lengthMm = container.lengthMm - clearance;
  const heightMm = container.heightMm - clearance;
  const doorMm = Math.min(heightMm, container.doorHeightMm ?? heightMm);
  const standing = cargo.types.map((type) =>
    type.massG > container.payloadG
      ? []
      : type.orientations.filter((s) => s.length <= lengthMm && s.width <= container.widthMm && s.height <= doorMm),
  );
  const unitMm = standing.flat().reduce((unit, s) => gcd(gcd(gcd(unit, s.length), s.width), s.height), 0) || 1;
  const orientations = standing.map((list) =>
    list.map((s): Orientation => ({ length: s.length / unitMm, width: s.width / unitMm, height: s.height / unitMm })),
  );
  const stock = cargo.types.map((type, i) => ({ orientations: orientations[i]!, count: type.count }));
  const rowsL = longestRows(Math.max(0, Math.floor(lengthMm / unitMm)), stock, 'length');
  const rowsW = longestRows(Math.floor(container.widthMm / unitMm), stock, 'width');
  const rowsH = longestRows(Math.max(0, Math.floor(heightMm / unitMm)), stock, 'height');
  const length = rowsL.at(-1)!;
  const width = rowsW.at(-1)!;
  const height = rowsH.at(-1)!;
  const blocks = makeBlocks({
    length,
    width,
    height,
    unitMm,
    payloadG: container.payloadG,
    types: cargo.types,
    orientations,
    conflictBits: cargo.conflictBits,
    supported: request.requireSupport,
    cap,
  });
  return {
    container,
    cargo,
    supported: request.requireSupport,
    variant: request.variant ?? 0,
    unitMm,
    length,
    width,
    height,
    volumeLimit: limitOf(container) / unitMm ** 3,
    fits: orientations.map((list) => list.length > 0),
    blocks,
    rowsL,
    rowsW,
    rowsH,
  };
}

/** Most volume of cargo in a container, mm³. */
export function limitOf({ lengthMm, widthMm, heightMm, maxFill = 1 }: ContainerType): number {
  return maxFill * lengthMm * widthMm * heightMm;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

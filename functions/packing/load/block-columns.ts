/**
 * Blocks of cartons as columns of numbers, one row per block, lengths in grid units. The first `orientationCount` blocks are
 * single cartons, one for each type and orientation; the others are joins of two earlier ones, `left` at the corner and
 * `right` behind it along `axis` (0 length, 1 width, 2 height).
 */
export interface Blocks {
  count: number;
  orientationCount: number;
  /** Carton type of each single carton. */
  orientationType: number[];
  length: Int32Array;
  width: Int32Array;
  height: Int32Array;
  /** The part of the top, from the corner, on which other cartons may stand; 0 × 0 where none may. */
  packLength: Int32Array;
  packWidth: Int32Array;
  /**
   * What the base presses on and what the top bears, in hundredths of a gram per square metre; nothing may rest where
   * less than 0 is borne. Each carton presses evenly on what is under it.
   */
  pressure: Int32Array;
  bearing: Int32Array;
  /** Share of the cargo's volume that may stand on the block. */
  open: Float64Array;
  volume: Float64Array;
  massG: Float64Array;
  cartons: Int32Array;
  classBits: Int32Array;
  conflictBits: Int32Array;
  left: Int32Array;
  right: Int32Array;
  axis: Int8Array;
  /** Contents of block b: types and counts at contentStart[b] … contentStart[b + 1] - 1. */
  contentStart: Int32Array;
  contentType: Int32Array;
  contentCount: Int32Array;
  /**
   * The blocks that hold a type, those with most of it first: at blocksByTypeStart[type] … blocksByTypeStart[type + 1] - 1.
   */
  blocksByTypeStart: Int32Array;
  blocksByType: Int32Array;
  /** Cartons of the type in each of these blocks. */
  blocksByTypeCount: Int32Array;
  /** All blocks, in an order that puts those near in size near each other. */
  bySize: Int32Array;
}

import type { Filling } from './filling.ts';

/** A carton as it stands in a container, millimetres; `type` is an index into the cargo's types. */
export interface Carton {
  type: number;
  x: number;
  y: number;
  z: number;
  length: number;
  width: number;
  height: number;
}

/** Unrolls the blocks of a filling into cartons. */
export function layOut({ interior, boxes, placed, corners, count }: Filling): Carton[] {
  const { blocks, unitMm } = interior;
  const cartons: Carton[] = [];
  for (let i = 0; i < count; i++) {
    const far = corners[i]!;
    const x = boxes[i * 6 + ((far & 1) === 0 ? 0 : 3)]!;
    const y = boxes[i * 6 + ((far & 2) === 0 ? 1 : 4)]!;
    unroll(placed[i]!, x, y, boxes[i * 6 + 2]!, (far & 1) === 0 ? 1 : -1, (far & 2) === 0 ? 1 : -1);
  }
  return cartons;

  /** Block b with its corner at (x, y, z), growing along `sx` and `sy`, always upwards. */
  function unroll(b: number, x: number, y: number, z: number, sx: number, sy: number): void {
    const length = blocks.length[b]!;
    const width = blocks.width[b]!;
    if (b < blocks.orientationCount) {
      cartons.push({
        type: blocks.orientationType[b]!,
        x: (sx > 0 ? x : x - length) * unitMm,
        y: (sy > 0 ? y : y - width) * unitMm,
        z: z * unitMm,
        length: length * unitMm,
        width: width * unitMm,
        height: blocks.height[b]! * unitMm,
      });
      return;
    }
    const left = blocks.left[b]!;
    const axis = blocks.axis[b]!;
    unroll(left, x, y, z, sx, sy);
    unroll(
      blocks.right[b]!,
      axis === 0 ? x + sx * blocks.length[left]! : x,
      axis === 1 ? y + sy * blocks.width[left]! : y,
      axis === 2 ? z + blocks.height[left]! : z,
      sx,
      sy,
    );
  }
}

/** Area over which the upper carton rests on the lower one, mm². */
export function restingArea(upper: Carton, lower: Carton): number {
  if (upper.z !== lower.z + lower.height) return 0;
  const l = Math.min(upper.x + upper.length, lower.x + lower.length) - Math.max(upper.x, lower.x);
  const w = Math.min(upper.y + upper.width, lower.y + lower.width) - Math.max(upper.y, lower.y);
  return l > 0 && w > 0 ? l * w : 0;
}

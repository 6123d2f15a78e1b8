/** The inside of a container, millimetres. */
export interface Room {
  readonly lengthMm: number;
  readonly widthMm: number;
  readonly heightMm: number;
}

/** A box in a room: its corner nearest the inner end, the left wall and the floor, and its edges; millimetres. */
export interface Box extends Room {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

export interface Ray {
  readonly from: readonly [x: number, y: number, z: number];
  readonly towards: readonly [x: number, y: number, z: number];
}

/** The first of so many boxes that a ray meets, and where; undefined where it meets none. */
export function meets(
  boxes: readonly Box[],
  count: number,
  { from, towards }: Ray,
): { readonly index: number; readonly at: readonly [number, number, number] } | undefined {
  let nearest = Number.POSITIVE_INFINITY;
  let found = -1;
  for (let index = 0; index < Math.min(count, boxes.length); index++) {
    const box = boxes[index];
    if (!box) continue;
    const low = [box.x, box.y, box.z];
    const high = [box.x + box.lengthMm, box.y + box.widthMm, box.z + box.heightMm];
    let [enters, leaves] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let axis = 0; axis < 3; axis++) {
      const [start = 0, direction = 0, near = 0, far = 0] = [from[axis], towards[axis], low[axis], high[axis]];
      if (Math.abs(direction) < 1e-9) {
        if (start < near || start > far) leaves = Number.NEGATIVE_INFINITY;
        continue;
      }
      const [a, b] = [(near - start) / direction, (far - start) / direction];
      enters = Math.max(enters, Math.min(a, b));
      leaves = Math.min(leaves, Math.max(a, b));
    }
    if (enters > leaves || leaves < 0 || enters >= nearest) continue;
    nearest = enters;
    found = index;
  }
  if (found < 0) return undefined;
  return {
    index: found,
    at: [from[0] + nearest * towards[0], from[1] + nearest * towards[1], from[2] + nearest * towards[2]],
  };
}

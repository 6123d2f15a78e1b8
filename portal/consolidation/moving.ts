import type { Box, Room } from './scene/room.ts';

/** The floor, or the top of the highest carton under a box. */
export function landing(box: Omit<Box, 'z'>, others: readonly Box[]): number {
  return others
    .filter((other) => common(box, other, 'x', 'lengthMm') > 0 && common(box, other, 'y', 'widthMm') > 0)
    .reduce((highest, { z, heightMm }) => Math.max(highest, z + heightMm), 0);
}

const common = <A extends 'x' | 'y', E extends 'lengthMm' | 'widthMm'>(
  one: Pick<Box, A | E>,
  other: Pick<Box, A | E>,
  axis: A,
  edge: E,
): number => Math.min(one[axis] + one[edge], other[axis] + other[edge]) - Math.max(one[axis], other[axis]);

const EDGE = { x: 'lengthMm', y: 'widthMm', z: 'heightMm' } as const;

type Axis = keyof typeof EDGE;

/** Nearer than this a dragged carton is drawn to a wall or to the side of another. */
const DRAWN_MM = 25;

/** Where along an axis a box touches a wall or another box that it passes. */
function touches(box: Box, axis: Axis, others: readonly Box[], room: Room): number[] {
  const edge = EDGE[axis];
  const passed = others.filter((other) =>
    (['x', 'y', 'z'] as const).every(
      (one) =>
        one === axis ||
        Math.min(box[one] + box[EDGE[one]], other[one] + other[EDGE[one]]) > Math.max(box[one], other[one]),
    ),
  );
  return [
    0,
    room[edge] - box[edge],
    ...passed.flatMap((other) => [other[axis] + other[edge], other[axis] - box[edge]]),
  ];
}

/** A box that is dragged, kept in the room and drawn to what it nearly touches; on the axes that lie in the picture. */
export function drawn(box: Box, others: readonly Box[], room: Room, axes: readonly Axis[]): Box {
  const at: { -readonly [K in keyof Box]: Box[K] } = { ...box };
  for (const axis of axes) {
    const inside = Math.max(0, Math.min(room[EDGE[axis]] - at[EDGE[axis]], at[axis]));
    const [nearest = inside] = touches(at, axis, others, room)
      .filter((place) => place >= 0 && Math.abs(place - inside) <= DRAWN_MM)
      .sort((a, b) => Math.abs(a - inside) - Math.abs(b - inside));
    at[axis] = nearest;
  }
  return at;
}

/** A box pushed along an axis; it halts where it touches something on the way. */
export function pushed(box: Box, axis: Axis, by: number, others: readonly Box[], room: Room): Box {
  const from = box[axis];
  const to = Math.max(0, Math.min(room[EDGE[axis]] - box[EDGE[axis]], from + by));
  const [halt = to] = touches(box, axis, others, room)
    .filter((place) => (by > 0 ? place > from && place <= to : place < from && place >= to))
    .sort((a, b) => Math.abs(a - from) - Math.abs(b - from));
  return { ...box, [axis]: halt };
}

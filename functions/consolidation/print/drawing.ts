import type { ContainerType } from '../../packing/model.ts';
import type { TradeKey } from '../domain/trade-key.ts';
import { type Block, blocksOf, type Wall } from '../domain/walls.ts';

/** A point of the container, millimetres: x to the door, y to the right as seen from the door, z up. */
type Point = readonly [x: number, y: number, z: number];

/** A way to look at the container: where its points come to lie on paper, and which faces of a box are seen. */
interface View {
  readonly title: string;
  readonly project: (point: Point) => readonly [u: number, v: number];
  readonly faces: readonly Face[];
  /** Whether box `a` can hide nothing of box `b`. */
  readonly behind: (a: Box, b: Box) => boolean;
}

/** A face seen: its fixed side, and the two edges that span it. */
interface Face {
  readonly axis: Axis;
  readonly side: 'low' | 'high';
  readonly shade: number;
}

type Axis = 'x' | 'y' | 'z';
type Box = Pick<Block, 'x' | 'y' | 'z' | 'lengthMm' | 'widthMm' | 'heightMm'>;

const EDGE = { x: 'lengthMm', y: 'widthMm', z: 'heightMm' } as const;
const high = (box: Box, axis: Axis): number => box[axis] + box[EDGE[axis]];
const above = (axis: Axis) => (a: Box, b: Box) => high(a, axis) <= b[axis];

const SIDE: View = {
  title: '侧视（右端为箱门）',
  project: ([x, , z]) => [x, -z],
  faces: [{ axis: 'y', side: 'low', shade: 0 }],
  behind: (a, b) => above('y')(b, a),
};
const TOP: View = {
  title: '俯视（右端为箱门）',
  project: ([x, y]) => [x, -y],
  faces: [{ axis: 'z', side: 'high', shade: 0 }],
  behind: above('z'),
};
const DOOR: View = {
  title: '门视（从箱门向里看）',
  project: ([, y, z]) => [y, -z],
  faces: [{ axis: 'x', side: 'high', shade: 0 }],
  behind: above('x'),
};
const ISOMETRIC: View = {
  title: '立体图（右端为箱门）',
  project: ([x, y, z]) => [0.94 * x + 0.42 * y, 0.18 * x - 0.3 * y - 0.95 * z],
  faces: [
    { axis: 'z', side: 'high', shade: 0 },
    { axis: 'y', side: 'low', shade: 0.06 },
    { axis: 'x', side: 'high', shade: 0.14 },
  ],
  behind: (a, b) => above('x')(a, b) || above('z')(a, b) || above('y')(b, a),
};

/** Labels and colours of trade lines on the drawings. */
export type Key = Pick<TradeKey, 'label' | 'colour'>;

/** The whole load from three sides and in space. */
export function overview(walls: readonly Wall[], container: ContainerType, key: Key): string {
  const blocks = blocksOf(walls.flatMap(({ cartons }) => cartons));
  return [SIDE, TOP, DOOR, ISOMETRIC]
    .map((view) => figure(view, shell(view, container) + boxes(blocks, view, key), container, ''))
    .join('');
}

/** One wall as it is built: seen from the door, and in space before what stands already. */
export function wallFigures(
  wall: Wall,
  earlier: readonly Wall[],
  container: ContainerType,
  key: Key,
): { readonly door: string; readonly space: string } {
  const blocks = blocksOf(wall.cartons);
  const standing = earlier.map(({ cartons }) => hull(cartons));
  const before = standing.map((box) => faces(box, ISOMETRIC, [0, 92], 0)).join('');
  const inSpace = shell(ISOMETRIC, container) + before + boxes(blocks, ISOMETRIC, key);
  return {
    door: figure(DOOR, shell(DOOR, container) + boxes(blocks, DOOR, key), container, 'wall'),
    space: figure(ISOMETRIC, inSpace, container, 'wall'),
  };
}

function figure(view: View, content: string, container: ContainerType, kind: string): string {
  const points = corners(outline(container)).map(view.project);
  const [us, vs] = [points.map(([u]) => u), points.map(([, v]) => v)];
  const margin = 60;
  const left = Math.floor(Math.min(...us)) - margin;
  const top = Math.floor(Math.min(...vs)) - margin;
  const width = Math.ceil(Math.max(...us)) + margin - left;
  const height = Math.ceil(Math.max(...vs)) + margin - top;
  const name = Object.entries({ side: SIDE, top: TOP, door: DOOR, space: ISOMETRIC }).find(
    ([, one]) => one === view,
  )?.[0];
  return `<figure class="${name} ${kind}"><svg viewBox="${left} ${top} ${width} ${height}" role="img" aria-label="${view.title}">${content}</svg><figcaption>${view.title}</figcaption></figure>\n`;
}

/** The container's inner edges. */
const shell = (view: View, container: ContainerType): string => {
  const box = outline(container);
  const hidden = view.faces.map(({ axis, side }) =>
    polygon(box, view, { axis, side: side === 'low' ? 'high' : 'low', shade: 0 }),
  );
  return `<g fill="none" stroke="#333" stroke-width="24">${hidden.join('')}</g>`;
};

const outline = ({ lengthMm, widthMm, heightMm }: ContainerType): Box => ({
  x: 0,
  y: 0,
  z: 0,
  lengthMm,
  widthMm,
  heightMm,
});

/** Boxes from back to front, so that what is nearer is drawn over what it hides. */
function boxes(blocks: readonly Block[], view: View, key: Key): string {
  return paintersOrder(blocks, view)
    .map((block) => {
      const label = key.label(block.tradeId, block.lineNo);
      return faces(block, view, key.colour(block.tradeId), block.cartons.length) + text(block, view, label);
    })
    .join('');
}

function paintersOrder(blocks: readonly Block[], view: View): Block[] {
  const waitsFor = blocks.map((a) => {
    const mayHide = blocks.map((b, index) => (a !== b && view.behind(b, a) && !view.behind(a, b) ? index : -1));
    return new Set(mayHide.filter((index) => index >= 0));
  });
  const left = new Set(blocks.keys());
  const order: Block[] = [];
  while (left.size > 0) {
    const free = [...left].filter((index) => waitsFor[index]?.isDisjointFrom(left));
    // Boxes that hide each other in a ring have no right order: any is as good.
    for (const index of free.length > 0 ? free : [...left].slice(0, 1)) {
      left.delete(index);
      order.push(...blocks.slice(index, index + 1));
    }
  }
  return order;
}

function faces(
  box: Box & Partial<Block>,
  view: View,
  [hue, lightness]: readonly [number, number],
  cartons: number,
): string {
  return view.faces
    .map((face) => {
      const fill = `hsl(${hue} ${cartons === 0 ? 0 : 65}% ${Math.round(lightness * (1 - face.shade))}%)`;
      const seams = cartons > 1 ? seamsOf(box, view, face) : '';
      return `<g fill="${fill}" stroke="${cartons === 0 ? '#bbb' : '#333'}" stroke-width="8">${polygon(box, view, face)}${seams}</g>`;
    })
    .join('');
}

const polygon = (box: Box, view: View, face: Face): string =>
  `<path d="M${faceCorners(box, face)
    .map((point) => at(view.project(point)))
    .join('L')}Z"/>`;

const at = ([u, v]: readonly [number, number]): string => `${Math.round(u)} ${Math.round(v)}`;

function faceCorners(box: Box, { axis, side }: Face): Point[] {
  const fixed = side === 'low' ? box[axis] : high(box, axis);
  const [p, q] = spanning(axis);
  const point = (a: number, b: number): Point => {
    const of = { [axis]: fixed, [p]: a, [q]: b };
    return [of['x'] ?? 0, of['y'] ?? 0, of['z'] ?? 0];
  };
  const [p0, p1, q0, q1] = [box[p], high(box, p), box[q], high(box, q)];
  return [point(p0, q0), point(p1, q0), point(p1, q1), point(p0, q1)];
}

const spanning = (axis: Axis): [Axis, Axis] => (axis === 'x' ? ['y', 'z'] : axis === 'y' ? ['x', 'z'] : ['x', 'y']);

/** The lines between the cartons of a block. */
function seamsOf(box: Box & Partial<Block>, view: View, face: Face): string {
  const [carton] = box.cartons ?? [];
  if (!carton) return '';
  const lines = spanning(face.axis).flatMap((axis) => {
    const count = Math.round(box[EDGE[axis]] / carton[EDGE[axis]]);
    return Array.from({ length: count - 1 }, (_, index) => {
      const cut = { ...box, [axis]: box[axis] + (index + 1) * carton[EDGE[axis]], [EDGE[axis]]: 0 };
      const [from, , to] = faceCorners(cut, face);
      return from && to ? `M${at(view.project(from))}L${at(view.project(to))}` : '';
    });
  });
  return lines.length === 0 ? '' : `<path fill="none" stroke-width="4" stroke="#777" d="${lines.join('')}"/>`;
}

/** Smallest letters that can be read on paper, in millimetres of the container. */
const SMALLEST = 70;

/** The label in the middle of the face that is seen, where there is room for it. */
function text(block: Block, view: View, label: string): string {
  const [face] = view.faces;
  if (!face || view.faces.length > 1) return '';
  const points = faceCorners(block, face).map(view.project);
  const [us, vs] = [points.map(([u]) => u), points.map(([, v]) => v)];
  const [width, height] = [Math.max(...us) - Math.min(...us), Math.max(...vs) - Math.min(...vs)];
  const size = Math.floor(Math.min(height * 0.7, (width * 0.9) / (0.62 * label.length), 160));
  if (size < SMALLEST) return '';
  const [u, v] = [Math.min(...us) + width / 2, Math.min(...vs) + height / 2];
  return `<text x="${Math.round(u)}" y="${Math.round(v + size * 0.36)}" font-size="${size}">${label}</text>`;
}

function hull(boxesOf: readonly Box[]): Box {
  const [x, y, z] = (['x', 'y', 'z'] as const).map((axis) => Math.min(...boxesOf.map((box) => box[axis])));
  const [x1, y1, z1] = (['x', 'y', 'z'] as const).map((axis) => Math.max(...boxesOf.map((box) => high(box, axis))));
  const [low, top] = [
    [x ?? 0, y ?? 0, z ?? 0],
    [x1 ?? 0, y1 ?? 0, z1 ?? 0],
  ] as const;
  return {
    x: low[0],
    y: low[1],
    z: low[2],
    lengthMm: top[0] - low[0],
    widthMm: top[1] - low[1],
    heightMm: top[2] - low[2],
  };
}

const corners = (box: Box): Point[] =>
  [box.x, high(box, 'x')].flatMap((x) =>
    [box.y, high(box, 'y')].flatMap((y) => [box.z, high(box, 'z')].map((z): Point => [x, y, z])),
  );

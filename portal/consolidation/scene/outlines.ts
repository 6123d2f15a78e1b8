import { BufferGeometry, Float32BufferAttribute, LineBasicMaterial, LineSegments, Matrix4 } from 'three';
import { placed } from './cartons.ts';
import type { Box, Room } from './room.ts';
import { LEAF } from './views.ts';

type Point = readonly [x: number, y: number, z: number];

const lines = (points: readonly Point[], colour: string): LineSegments<BufferGeometry, LineBasicMaterial> => {
  const geometry = new BufferGeometry().setAttribute('position', new Float32BufferAttribute(points.flat(), 3));
  return new LineSegments(geometry, new LineBasicMaterial({ color: colour }));
};

const CORNERS = [0, 1, 2, 3, 4, 5, 6, 7].map((corner): Point => [corner & 1, (corner >> 1) & 1, corner >> 2]);

/** The twelve edges of a box between two of its corners. */
const edgesOf = (corner: (at: Point) => Point): Point[] =>
  CORNERS.flatMap((from, index) =>
    [1, 2, 4].flatMap((step) => ((index & step) === 0 ? [from, CORNERS[index + step] ?? from] : [])),
  ).map(corner);

/** The inner edges of a container, and the leaves of its door, open. */
export function shell({ lengthMm, widthMm, heightMm }: Room): LineSegments<BufferGeometry, LineBasicMaterial> {
  const [l, w, h] = [lengthMm / 1000, widthMm / 1000, heightMm / 1000];
  const leaf = (at: number, out: number): Point[] => {
    const frame: Point[] = [
      [l, 0, at],
      [l + LEAF.reach * w, 0, out],
      [l + LEAF.reach * w, h, out],
      [l, h, at],
    ];
    return frame.flatMap((point, index) => [point, frame[(index + 1) % 4] ?? point]);
  };
  return lines(
    [...edgesOf(([x, y, z]) => [x * l, y * h, -z * w]), ...leaf(0, LEAF.apart * w), ...leaf(-w, -w - LEAF.apart * w)],
    '#0b4f9e',
  );
}

/** The edges of one carton, seen through whatever stands before it. */
export class Outline {
  readonly lines = lines(
    edgesOf(([x, y, z]) => [x - 0.5, y - 0.5, z - 0.5]),
    '#16202c',
  );
  readonly #matrix = new Matrix4();

  constructor() {
    this.lines.matrixAutoUpdate = false;
    this.lines.frustumCulled = false;
    this.lines.renderOrder = 1;
    this.lines.material.depthTest = false;
    this.lines.visible = false;
  }

  around(box: Box | undefined, colour: string): void {
    this.lines.visible = box !== undefined;
    if (!box) return;
    this.lines.matrix.copy(placed(this.#matrix, box));
    this.lines.matrixWorldNeedsUpdate = true;
    this.lines.material.color.set(colour);
  }

  dispose(): void {
    this.lines.geometry.dispose();
    this.lines.material.dispose();
  }
}

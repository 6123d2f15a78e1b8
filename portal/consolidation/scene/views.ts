import { type OrthographicCamera, Vector3 } from 'three';
import type { Room } from './room.ts';

/** From where one looks at a load: as on the printed plan. */
export type ViewName = 'space' | 'side' | 'top' | 'door';

/** Towards the eye, in the scene's axes; the door is at the right where it is not in front. */
const TOWARDS_EYE: Readonly<Record<ViewName, readonly [number, number, number]>> = {
  space: [0.62, 0.5, 1],
  side: [0, 0, 1],
  // Not quite from above, so that it is known which way is up.
  top: [0, 1, 0.0001],
  door: [1, 0, 0],
};

/** How far a leaf of the open door reaches out, and how far apart to the side, in widths of the container. */
export const LEAF = { reach: 0.42, apart: 0.25 } as const;

const FAR = 60;
const MARGIN = 1.06;

/** The middle of a room with its open door. */
export const middleOf = ({ lengthMm, widthMm, heightMm }: Room): Vector3 =>
  new Vector3((lengthMm + LEAF.reach * widthMm) / 2000, heightMm / 2000, -widthMm / 2000);

/** Takes a camera to a view. */
export function look(camera: OrthographicCamera, view: ViewName, room: Room): void {
  const middle = middleOf(room);
  camera.position
    .set(...TOWARDS_EYE[view])
    .normalize()
    .multiplyScalar(FAR / 2)
    .add(middle);
  camera.up.set(0, 1, 0);
  camera.zoom = 1;
  camera.lookAt(middle);
  camera.updateMatrixWorld();
}

/** Has a camera take in the whole room from where it stands. @param aspect width by height of the picture */
export function fit(camera: OrthographicCamera, room: Room, aspect: number): void {
  const middle = middleOf(room);
  let [half, tall] = [0, 0];
  const towardsCamera = camera.quaternion.clone().invert();
  for (const corner of cornersOf(room)) {
    const { x, y } = corner.sub(middle).applyQuaternion(towardsCamera);
    half = Math.max(half, Math.abs(x));
    tall = Math.max(tall, Math.abs(y));
  }
  const height = MARGIN * Math.max(tall, half / aspect);
  camera.left = -height * aspect;
  camera.right = height * aspect;
  camera.top = height;
  camera.bottom = -height;
  camera.near = 0.1;
  camera.far = 2 * FAR;
  camera.updateProjectionMatrix();
}

/** The corners of a room and of the open leaves of its door. */
const cornersOf = ({ lengthMm, widthMm, heightMm }: Room): Vector3[] =>
  [0, lengthMm, lengthMm + LEAF.reach * widthMm].flatMap((x) =>
    (x > lengthMm ? [-LEAF.apart, 1 + LEAF.apart] : [0, 1]).flatMap((y) =>
      [0, heightMm].map((z) => new Vector3(x / 1000, z / 1000, (-y * widthMm) / 1000)),
    ),
  );

import { BoxGeometry, Color, DynamicDrawUsage, InstancedMesh, Matrix4, ShaderMaterial } from 'three';
import type { Box } from './room.ts';

/** A box with the colour of its owner, HSL. */
export interface ColouredBox extends Box {
  readonly colour: readonly [hue: number, lightness: number];
}

const SATURATION = 0.65;

/** Edges are drawn where a face ends, as wide on screen near and far, and fade where faces are too small for them. */
const material = (): ShaderMaterial =>
  new ShaderMaterial({
    vertexShader: `
      varying vec2 place;
      varying vec3 colour;
      void main() {
        place = uv;
        colour = instanceColor * (normal.y > 0.5 ? 1.0 : abs(normal.x) > 0.5 ? 0.86 : 0.94);
        gl_Position = projectionMatrix * modelViewMatrix * instanceMatrix * vec4(position, 1.0);
      }`,
    fragmentShader: `
      varying vec2 place;
      varying vec3 colour;
      void main() {
        vec2 pixel = max(fwidth(place), vec2(1e-6));
        vec2 inward = min(place, 1.0 - place) / pixel;
        float edge = 1.0 - smoothstep(0.4, 1.5, min(inward.x, inward.y));
        float room = smoothstep(3.0, 9.0, min(1.0 / pixel.x, 1.0 / pixel.y));
        gl_FragColor = vec4(mix(colour, vec3(0.16, 0.2, 0.25), 0.75 * edge * room), 1.0);
      }`,
  });

/** All cartons in the order of loading, in one draw call: those after a step are left out by their number alone. */
export class Cartons {
  readonly mesh: InstancedMesh;
  readonly #matrix = new Matrix4();
  readonly #colour = new Color();
  readonly #pickedColour = new Color('#ffd21f');
  #boxes: readonly ColouredBox[] = [];
  #picked = -1;

  constructor(capacity: number) {
    this.mesh = new InstancedMesh(new BoxGeometry(), material(), capacity);
    this.mesh.instanceMatrix.setUsage(DynamicDrawUsage);
    this.mesh.frustumCulled = false;
  }

  get boxes(): readonly ColouredBox[] {
    return this.#boxes;
  }

  get shown(): number {
    return this.mesh.count;
  }

  /** @param boxes in the order of loading, as many as there is room for at most */
  set(boxes: readonly ColouredBox[], shown: number): void {
    for (const [index, box] of boxes.entries()) {
      if (this.#boxes[index] !== box) this.#put(index, box);
      if (this.#boxes[index] !== box || index === this.#picked) this.#paint(index, box);
    }
    this.#boxes = boxes;
    this.mesh.count = Math.min(shown, boxes.length);
    this.mesh.instanceMatrix.needsUpdate = true;
    if (this.mesh.instanceColor) this.mesh.instanceColor.needsUpdate = true;
  }

  pick(index: number): void {
    const before = this.#picked;
    this.#picked = index;
    for (const at of [before, index]) {
      const box = this.#boxes[at];
      if (box) this.#paint(at, box);
    }
    if (this.mesh.instanceColor) this.mesh.instanceColor.needsUpdate = true;
  }

  dispose(): void {
    this.mesh.geometry.dispose();
    this.mesh.dispose();
    if (this.mesh.material instanceof ShaderMaterial) this.mesh.material.dispose();
  }

  #put(index: number, box: Box): void {
    this.mesh.setMatrixAt(index, placed(this.#matrix, box));
  }

  #paint(index: number, { colour: [hue, lightness] }: ColouredBox): void {
    this.mesh.setColorAt(
      index,
      index === this.#picked ? this.#pickedColour : this.#colour.setHSL(hue / 360, SATURATION, lightness / 100),
    );
  }
}

/** Puts a cube of one metre where a box stands. The scene is in metres, with the height along y and the width along −z. */
export const placed = (matrix: Matrix4, { x, y, z, lengthMm, widthMm, heightMm }: Box): Matrix4 =>
  matrix
    .makeScale(lengthMm / 1000, heightMm / 1000, widthMm / 1000)
    .setPosition((x + lengthMm / 2) / 1000, (z + heightMm / 2) / 1000, -(y + widthMm / 2) / 1000);

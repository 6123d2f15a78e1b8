import { ColorManagement, LinearSRGBColorSpace, OrthographicCamera, Scene, Vector3, WebGLRenderer } from 'three';
import { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js';
import { Cartons, type ColouredBox } from './cartons.ts';
import { Outline, shell } from './outlines.ts';
import { meets, type Ray, type Room } from './room.ts';
import { fit, look, middleOf, type ViewName } from './views.ts';

// Colours are those of the page and the paper, as they are written.
ColorManagement.enabled = false;

/** What a person does with the picture. Cartons are told by their place in the order of loading. */
export interface SceneTold {
  /** Under the pointer. */
  readonly onHover: (index: number | undefined) => void;
  readonly onPick: (index: number | undefined) => void;
  /** A carton that may be dragged is pulled to a place, by its corner, in whole millimetres. */
  readonly onDrag: (index: number, to: { readonly x: number; readonly y: number; readonly z: number }) => void;
  readonly mayDrag: (index: number) => boolean;
}

/** Of a display with more pixels so many are drawn to one of the page. */
const MAX_RATIO = 2;
/** Pixels that a finger may slip in a click. */
const SLIP = 4;
/** A dragged carton goes in whole centimetres. */
const STEP_MM = 10;

/** The load of one container in space; drawn when something has changed, and not otherwise. */
export class LoadScene {
  readonly #canvas: HTMLCanvasElement;
  readonly #renderer: WebGLRenderer;
  readonly #camera = new OrthographicCamera();
  readonly #controls: OrbitControls | undefined;
  readonly #scene = new Scene();
  readonly #cartons: Cartons;
  readonly #shell: ReturnType<typeof shell>;
  readonly #picked = new Outline();
  readonly #hovered = new Outline();
  readonly #told: SceneTold;
  readonly #room: Room;
  readonly #resized: ResizeObserver;
  readonly #isSlow: boolean;
  readonly #away = new AbortController();
  #view: ViewName = 'space';
  #frame = 0;
  #aspect = 1;
  #pickedAt = -1;
  #hoveredAt: number | undefined;

  /**
   * @param isStill a picture that is only looked at, so that a finger on it scrolls the page
   * @throws Error where the browser draws nothing in space
   */
  constructor(canvas: HTMLCanvasElement, room: Room, capacity: number, isStill: boolean, told: SceneTold) {
    this.#canvas = canvas;
    this.#room = room;
    this.#told = told;
    this.#renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true });
    this.#renderer.outputColorSpace = LinearSRGBColorSpace;
    this.#isSlow = isDrawnByProcessor(this.#renderer.getContext());
    this.#cartons = new Cartons(capacity);
    this.#shell = shell(room);
    this.#scene.add(this.#cartons.mesh, this.#shell, this.#hovered.lines, this.#picked.lines);
    if (!isStill) this.#controls = this.#withControls();
    this.look('space');
    this.#resized = new ResizeObserver(() => this.#resize());
    this.#resized.observe(canvas);
    this.#resize();
  }

  /** @param boxes in the order of loading @param shown so many of them stand already */
  set(boxes: readonly ColouredBox[], shown: number): void {
    this.#cartons.set(boxes, shown);
    this.#show(undefined);
    this.#draw();
  }

  /** Marks a carton; wrong where it may not stand so. */
  pick(index: number | undefined, isWrong: boolean): void {
    this.#pickedAt = index ?? -1;
    this.#cartons.pick(this.#pickedAt);
    this.#picked.around(this.#cartons.boxes[this.#pickedAt], isWrong ? '#a8201a' : '#16202c');
    this.#draw();
  }

  look(view: ViewName): void {
    this.#view = view;
    this.#show(undefined);
    look(this.#camera, view, this.#room);
    fit(this.#camera, this.#room, this.#aspect);
    this.#controls?.target.copy(middleOf(this.#room));
    this.#controls?.update();
    this.#draw();
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    this.#away.abort();
    this.#resized.disconnect();
    this.#controls?.dispose();
    this.#cartons.dispose();
    this.#picked.dispose();
    this.#hovered.dispose();
    this.#shell.geometry.dispose();
    this.#shell.material.dispose();
    this.#renderer.dispose();
  }

  #withControls(): OrbitControls {
    const { signal } = this.#away;
    // Listeners of the canvas that come first may take a press for a drag before it turns the picture.
    this.#canvas.addEventListener('pointerdown', (event) => this.#press(event), { signal, capture: true });
    this.#canvas.addEventListener('pointermove', (event) => this.#hover(event), { signal });
    this.#canvas.addEventListener('pointerleave', () => this.#show(undefined), { signal });
    const controls = new OrbitControls(this.#camera, this.#canvas);
    controls.maxPolarAngle = Math.PI / 2;
    controls.minZoom = 0.5;
    controls.maxZoom = 20;
    controls.addEventListener('change', () => this.#draw());
    if (this.#isSlow) {
      controls.addEventListener('start', () => this.#sharpen(0.5));
      controls.addEventListener('end', () => this.#sharpen(1));
    }
    return controls;
  }

  /** A press on the picked carton pulls it; any other picks what lies under it, unless it turns the picture. */
  #press(event: PointerEvent): void {
    if (event.button !== 0) return;
    const ray = this.#rayOf(event);
    const hit = meets(this.#cartons.boxes, this.#cartons.shown, ray);
    if (hit && hit.index === this.#pickedAt && this.#told.mayDrag(hit.index)) {
      event.stopImmediatePropagation();
      this.#pull(event, hit);
      return;
    }
    const [x, y] = [event.clientX, event.clientY];
    this.#canvas.addEventListener(
      'pointerup',
      (end) => {
        if (Math.hypot(end.clientX - x, end.clientY - y) <= SLIP) this.#told.onPick(hit?.index);
      },
      { once: true, signal: this.#away.signal },
    );
  }

  #pull(
    event: PointerEvent,
    { index, at }: { readonly index: number; readonly at: readonly [number, number, number] },
  ) {
    const box = this.#cartons.boxes[index];
    if (!box) return;
    const until = new AbortController();
    const { signal } = until;
    const axis = this.#view === 'door' ? 0 : this.#view === 'side' ? 1 : 2;
    this.#canvas.setPointerCapture(event.pointerId);
    const move = (moved: PointerEvent): void => {
      const { from, towards } = this.#rayOf(moved);
      const along = (at[axis] ?? 0) - (from[axis] ?? 0);
      const share = along / (towards[axis] ?? 1);
      if (!Number.isFinite(share)) return;
      const to = [0, 1, 2].map((one) => {
        const pulled = one === axis ? 0 : (from[one] ?? 0) + share * (towards[one] ?? 0) - (at[one] ?? 0);
        return Math.round(pulled / STEP_MM) * STEP_MM;
      });
      this.#told.onDrag(index, { x: box.x + (to[0] ?? 0), y: box.y + (to[1] ?? 0), z: box.z + (to[2] ?? 0) });
    };
    this.#canvas.addEventListener('pointermove', move, { signal });
    for (const end of ['pointerup', 'pointercancel'] as const)
      this.#canvas.addEventListener(end, () => until.abort(), { signal });
  }

  #hover(event: PointerEvent): void {
    if (event.buttons !== 0) return;
    this.#show(meets(this.#cartons.boxes, this.#cartons.shown, this.#rayOf(event))?.index);
  }

  #show(index: number | undefined): void {
    if (index === this.#hoveredAt) return;
    this.#hoveredAt = index;
    this.#hovered.around(index === undefined ? undefined : this.#cartons.boxes[index], '#0b4f9e');
    this.#told.onHover(index);
    this.#draw();
  }

  /** The ray of a pointer in the container's own axes, millimetres. */
  #rayOf({ clientX, clientY }: PointerEvent): Ray {
    const { left, top, width, height } = this.#canvas.getBoundingClientRect();
    const at = (depth: number): Vector3 =>
      new Vector3((2 * (clientX - left)) / width - 1, 1 - (2 * (clientY - top)) / height, depth).unproject(
        this.#camera,
      );
    const from = at(-1);
    const towards = at(1).sub(from).normalize();
    return {
      from: [from.x * 1000, -from.z * 1000, from.y * 1000],
      towards: [towards.x, -towards.z, towards.y],
    };
  }

  #resize(): void {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (width === 0 || height === 0) return;
    this.#aspect = width / height;
    this.#renderer.setPixelRatio(Math.min(devicePixelRatio, MAX_RATIO));
    this.#renderer.setSize(width, height, false);
    fit(this.#camera, this.#room, this.#aspect);
    this.#draw();
  }

  /** Where no graphics processor helps, fewer pixels are drawn while the picture turns. */
  #sharpen(share: number): void {
    this.#renderer.setPixelRatio(share * Math.min(devicePixelRatio, MAX_RATIO));
    this.#draw();
  }

  #draw(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#renderer.render(this.#scene, this.#camera);
    });
  }
}

function isDrawnByProcessor(context: WebGLRenderingContext | WebGL2RenderingContext): boolean {
  const info = context.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = info && context.getParameter(info.UNMASKED_RENDERER_WEBGL);
  return typeof name === 'string' && /swiftshader|llvmpipe|software|basic render/i.test(name);
}

import { type Box, type Report, X, Y, Z } from './box.ts';

/**
 * Loads the boxes step by step. No box may be put behind or under one that stands, and none of a later stop before or on one
 * of an earlier stop. Two views, from the door and from above, keep for each place of their grid the box that reaches
 * farthest and the box that is unloaded first.
 */
export function checkOrder(boxes: readonly Box[], report: Report): void {
  const inOrder = boxes.toSorted((a, b) => a.placement.step - b.placement.step);
  if (inOrder.some(({ placement }, i) => placement.step !== i + 1)) {
    report('IMPOSSIBLE_STEP', `装货步骤应为 1 至 ${boxes.length} 各一次`);
  }
  const views = [new View(inOrder, X, [Y, Z]), new View(inOrder, Z, [X, Y])];
  for (const later of inOrder) {
    const seen = views.map((view) => view.enter(later));
    const [blocking] = seen.flatMap(({ beyond }) => beyond ?? []);
    if (blocking) {
      const message = `货物 ${later.item.id} 在第 ${later.placement.step} 步被已装的 ${blocking.item.id} 挡住`;
      report('IMPOSSIBLE_STEP', message, later.item.id, blocking.item.id);
    }
    const [blocked] = seen.flatMap(({ leavesBefore }) => leavesBefore ?? []);
    if (blocked) {
      const message = `后卸的 ${later.item.id} 挡住先卸的 ${blocked.item.id}`;
      report('BLOCKED_STOP', message, later.item.id, blocked.item.id);
    }
  }
}

type Axis = typeof X | typeof Y | typeof Z;

class View {
  readonly #boxes: readonly Box[];
  readonly #along: Axis;
  readonly #across: readonly [Axis, Axis];
  readonly #columns: Map<number, number>;
  readonly #rows: Map<number, number>;
  /**
   * For each place, the index of the box that reaches farthest, and of the one that is unloaded first; -1 where there is
   * none.
   */
  readonly #farthest: Int32Array;
  readonly #soonest: Int32Array;
  #entered = 0;

  constructor(boxes: readonly Box[], along: Axis, across: readonly [Axis, Axis]) {
    this.#boxes = boxes;
    this.#along = along;
    this.#across = across;
    this.#columns = ranks(boxes, across[0]);
    this.#rows = ranks(boxes, across[1]);
    this.#farthest = new Int32Array(this.#columns.size * this.#rows.size).fill(-1);
    const stops = new Set(boxes.map(stopOf));
    this.#soonest = stops.size > 1 ? this.#farthest.slice() : new Int32Array(0);
  }

  /** Enters the next box; returns one that stood beyond it, and one of an earlier stop that stood in its line. */
  enter(box: Box): { beyond: Box | undefined; leavesBefore: Box | undefined } {
    const index = this.#entered++;
    const [u, v] = this.#across;
    const along = this.#along;
    let beyond: Box | undefined;
    let leavesBefore: Box | undefined;
    const firstRow = this.#rows.get(box.low[v])!;
    const endRow = this.#rows.get(box.high[v])!;
    for (let column = this.#columns.get(box.low[u])!; column < this.#columns.get(box.high[u])!; column++) {
      for (let row = firstRow; row < endRow; row++) {
        const place = column * this.#rows.size + row;
        const far = this.#boxes[this.#farthest[place]!];
        if (far && far.high[along] > box.low[along]) beyond = far;
        if (!far || far.high[along] < box.high[along]) this.#farthest[place] = index;
        if (this.#soonest.length === 0) continue;
        const soon = this.#boxes[this.#soonest[place]!];
        if (soon && stopOf(soon) < stopOf(box)) leavesBefore = soon;
        if (!soon || stopOf(box) < stopOf(soon)) this.#soonest[place] = index;
      }
    }
    return { beyond, leavesBefore };
  }
}

function stopOf({ item }: Box): number {
  return item.stop ?? 1;
}

/** The coordinates at which boxes begin or end, each with its rank. */
function ranks(boxes: readonly Box[], axis: Axis): Map<number, number> {
  const all = new Set(boxes.flatMap(({ low, high }) => [low[axis], high[axis]]));
  return new Map([...all].sort((a, b) => a - b).map((coordinate, rank) => [coordinate, rank]));
}

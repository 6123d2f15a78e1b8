import { Chooser } from './chooser.ts';
import { Filling, type Section } from './filling.ts';
import type { Interior } from './interior.ts';

/** Says whether the budget allows one more greedy completion, and counts it. */
export type Meter = () => boolean;

interface Child {
  parent: number;
  block: number;
  value: number;
}

const WIDEST = 4096;

/**
 * Beam search for the filling of most profit. Each state is worth what its greedy completion is worth; the beam widens
 * by √2 from run to run until the budget is spent.
 */
export class Search {
  readonly best: Filling;
  /** Greedy completions so far. */
  completions = 0;
  readonly #interior: Interior;
  readonly #chooser: Chooser;
  readonly #scratch: Filling;
  #level: Filling[] = [];
  #nextLevel: Filling[] = [];

  readonly #root: Filling;
  readonly #most: Int32Array;

  constructor(interior: Interior) {
    this.#interior = interior;
    this.#chooser = new Chooser(interior, WIDEST);
    this.best = new Filling(interior);
    this.#scratch = new Filling(interior);
    this.#root = new Filling(interior);
    this.#most = new Int32Array(this.#root.stock.length);
  }

  /** Fills one container, or a section of it, from the stock; `profit` is by block. The result stands in `best`. */
  run(stock: Int32Array, profit: Float64Array, goOn: Meter, section: Section): void {
    this.completions = 0;
    this.#root.reset(stock, section);
    this.best.copyFrom(this.#root);
    this.#chooser.open(profit, stock);
    this.#complete(this.#root);
    for (let width = 2; width < WIDEST && goOn(); width *= Math.SQRT2) {
      this.#chooser.open(profit, stock);
      if (!this.#beam(width, goOn)) return;
    }
  }

  /** One beam over the whole container; false when the budget ended it or there is nothing to choose. */
  #beam(width: number, goOn: Meter): boolean {
    const keep = Math.round(width);
    this.#level[0] ??= new Filling(this.#interior);
    this.#level[0].copyFrom(this.#root);
    let size = 1;
    let values = [Number.NaN];
    for (;;) {
      const each = Math.min(this.#chooser.best.length, Math.ceil((width * width) / size));
      const children: Child[] = [];
      for (let p = 0; p < size; p++) {
        const state = this.#level[p]!;
        const found = this.#open(state, each);
        const blocks = this.#chooser.best.slice(0, found);
        for (let i = 0; i < found; i++) {
          let value = values[p]!;
          // The first child is the parent's own greedy choice and completes to the same.
          if (i > 0 || Number.isNaN(value)) {
            if (!goOn()) return false;
            this.#scratch.copyFrom(state);
            this.#place(this.#scratch, blocks[i]!);
            value = this.#complete(this.#scratch);
          }
          children.push({ parent: p, block: blocks[i]!, value });
        }
      }
      if (children.length === 0) return true;
      children.sort((a, b) => b.value - a.value || a.parent - b.parent);
      const kept: Child[] = [];
      for (const child of children) {
        if (kept.length === keep) break;
        if (kept.at(-1)?.value !== child.value) kept.push(child);
      }
      for (const [i, child] of kept.entries()) {
        this.#nextLevel[i] ??= new Filling(this.#interior);
        this.#nextLevel[i].copyFrom(this.#level[child.parent]!);
        this.#place(this.#nextLevel[i], child.block);
      }
      size = kept.length;
      values = kept.map((child) => child.value);
      [this.#level, this.#nextLevel] = [this.#nextLevel, this.#level];
      this.#restrict(size);
    }
  }

  /** No state of the level, and so none after it, has more in stock than the most of them. */
  #restrict(size: number): void {
    this.#most.fill(0);
    for (let p = 0; p < size; p++) {
      const { stock } = this.#level[p]!;
      for (let t = 0; t < stock.length; t++) if (stock[t]! > this.#most[t]!) this.#most[t] = stock[t]!;
    }
    this.#chooser.restrict(this.#most);
  }

  /** Drops spaces that take nothing until one takes something; the choice stands in the chooser. */
  #open(filling: Filling, wanted: number): number {
    for (;;) {
      const space = filling.spaces.next();
      if (space < 0) return 0;
      const found = this.#chooser.choose(filling, space, wanted);
      if (found > 0) return found;
      filling.spaces.remove(space);
    }
  }

  #place(filling: Filling, block: number): void {
    filling.place(block, filling.spaces.next(), this.#chooser.profit[block]!);
  }

  /** Fills what is left greedily, remembers the best end and gives its profit. */
  #complete(from: Filling): number {
    this.completions++;
    if (from !== this.#scratch) this.#scratch.copyFrom(from);
    const filling = this.#scratch;
    const { spaces } = filling;
    for (let space = spaces.next(); space >= 0; space = spaces.next()) {
      if (this.#chooser.choose(filling, space, 1) === 0) spaces.remove(space);
      else {
        const block = this.#chooser.best[0]!;
        filling.place(block, space, this.#chooser.profit[block]!);
      }
    }
    if (filling.profit > this.best.profit) this.best.copyFrom(filling);
    return filling.profit;
  }
}

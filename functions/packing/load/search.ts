import { Chooser } from './chooser.ts';
import { Filling, type Section } from './filling.ts';
import type { Interior } from './interior.ts';
import type { SpendCompletion } from './search-budget.ts';

/** A state of the next level: that of index `parent` with one more block; `value` is the profit of its greedy completion. */
interface Child {
  parent: number;
  block: number;
  value: number;
}

const MAX_BEAM_WIDTH = 4096;

/**
 * Beam search for the filling of most profit. Each state is worth the profit of its greedy completion; the beam widens
 * by √2 from run to run until the budget is spent (Araya & Riff 2014).
 */
export class Search {
  readonly best: Filling;
  readonly #interior: Interior;
  readonly #chooser: Chooser;
  readonly #scratch: Filling;
  /** The states of the beam, reused from level to level. */
  #level: Filling[] = [];
  #nextLevel: Filling[] = [];
  readonly #root: Filling;
  /** For each type, the most cartons that any state of a level has left. */
  readonly #mostStock: Int32Array;

  constructor(interior: Interior) {
    this.#interior = interior;
    this.#chooser = new Chooser(interior, MAX_BEAM_WIDTH);
    this.best = new Filling(interior);
    this.#scratch = new Filling(interior);
    this.#root = new Filling(interior);
    this.#mostStock = new Int32Array(this.#root.stock.length);
  }

  /**
   * Fills one container, or a section of it. The result is left in `best`.
   *
   * @param stock cartons by type
   * @param profit by block
   */
  run(stock: Int32Array, profit: Float64Array, spendCompletion: SpendCompletion, section: Section): void {
    this.#root.reset(stock, section);
    this.best.copyFrom(this.#root);
    this.#chooser.open(profit, stock);
    this.#complete(this.#root);
    for (let width = 2; width < MAX_BEAM_WIDTH && spendCompletion(); width *= Math.SQRT2) {
      this.#chooser.open(profit, stock);
      if (!this.#beam(width, spendCompletion)) return;
    }
  }

  /** Runs one beam over the whole container; false when the budget ended it. */
  #beam(width: number, spendCompletion: SpendCompletion): boolean {
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
            if (!spendCompletion()) return false;
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

  /** Lets the chooser leave out the blocks that no state of this level, and so none after it, has the stock for. */
  #restrict(size: number): void {
    this.#mostStock.fill(0);
    for (let p = 0; p < size; p++) {
      const { stock } = this.#level[p]!;
      for (let t = 0; t < stock.length; t++) if (stock[t]! > this.#mostStock[t]!) this.#mostStock[t] = stock[t]!;
    }
    this.#chooser.restrict(this.#mostStock);
  }

  /**
   * Removes spaces that take no block until one takes some.
   *
   * @returns how many blocks were found for it; the chooser holds them
   */
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

  /**
   * Completes a state greedily in the scratch filling, keeps the result if it is the best so far, and returns its profit.
   */
  #complete(from: Filling): number {
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

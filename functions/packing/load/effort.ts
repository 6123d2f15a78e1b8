import type { Budget } from '../model.ts';

const STEP_MS = 1;
const MOST_STRIDE = 64;

/** The budget of one plan, spent in greedy completions. */
export class Effort {
  completions = 0;
  readonly #budget: Budget;
  readonly #clock: () => number;
  readonly #start: number;
  #read: number;
  /** Completions from one look at the clock to the next, and those still to go: looking costs as much as a short one. */
  #stride = 1;
  #unread = 0;

  /** `clock` gives milliseconds, of the processor or of the wall. */
  constructor(budget: Budget, clock: () => number) {
    this.#budget = budget;
    this.#clock = clock;
    this.#start = clock();
    this.#read = this.#start;
  }

  /** Whether the budget is time. */
  get timed(): boolean {
    return 'seconds' in this.#budget;
  }

  /** The share of the budget spent so far. */
  spent(): number {
    return 'seconds' in this.#budget
      ? (this.#clock() - this.#start) / (this.#budget.seconds * 1000)
      : this.completions / this.#budget.completions;
  }

  /** Counts one completion and says whether the given share of the budget allows it. */
  allow(share: number): boolean {
    this.completions++;
    if ('completions' in this.#budget) return this.spent() < share;
    if (--this.#unread > 0) return true;
    const now = this.#clock();
    if (now - this.#read < STEP_MS) this.#stride = Math.min(MOST_STRIDE, this.#stride * 2);
    else this.#stride = Math.ceil(this.#stride / 2);
    this.#read = now;
    this.#unread = this.#stride;
    return this.spent() < share;
  }
}

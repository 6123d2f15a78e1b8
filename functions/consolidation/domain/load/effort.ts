import type { Budget } from './model.ts';

/** The budget of one plan, spent in greedy completions. */
export class Effort {
  completions = 0;
  readonly #budget: Budget;
  readonly #clock: () => number;
  readonly #start: number;

  /** `clock` gives milliseconds, of the processor or of the wall. */
  constructor(budget: Budget, clock: () => number) {
    this.#budget = budget;
    this.#clock = clock;
    this.#start = clock();
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
    return this.spent() < share;
  }
}

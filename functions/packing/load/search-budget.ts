import type { Budget } from '../model.ts';

/** The clock is read about once in so many milliseconds, but at least once in so many completions. */
const READ_EVERY_MS = 1;
const MAX_STRIDE = 64;

/**
 * Asks for one more greedy completion: counts it, and says whether the budget allows it. A search calls this before each
 * completion and ends at the first `false`.
 */
export type SpendCompletion = () => boolean;

/** The budget of one plan: seconds of a clock or a number of greedy completions. */
export class SearchBudget {
  /** Greedy completions asked for so far. */
  completions = 0;
  readonly #budget: Budget;
  readonly #clock: () => number;
  readonly #startMs: number;
  #readMs: number;
  /**
   * Completions from one reading of the clock to the next, and those still to go. Reading it costs about as much as a
   * short completion.
   */
  #stride = 1;
  #untilRead = 0;

  /** @param clock milliseconds of the processor or of the wall; unused when the budget is in completions */
  constructor(budget: Budget, clock: () => number) {
    this.#budget = budget;
    this.#clock = clock;
    this.#startMs = clock();
    this.#readMs = this.#startMs;
  }

  /** True when the budget is in seconds, so that plans differ from run to run. */
  get timed(): boolean {
    return 'seconds' in this.#budget;
  }

  /** The share of the budget spent so far; more than 1 when it was overrun. */
  spent(): number {
    return 'seconds' in this.#budget
      ? (this.#clock() - this.#startMs) / (this.#budget.seconds * 1000)
      : this.completions / this.#budget.completions;
  }

  /** Counts one completion and says whether the budget allows it. */
  spendCompletion(): boolean {
    this.completions++;
    if ('completions' in this.#budget) return this.spent() < 1;
    if (--this.#untilRead > 0) return true;
    const now = this.#clock();
    if (now - this.#readMs < READ_EVERY_MS) this.#stride = Math.min(MAX_STRIDE, this.#stride * 2);
    else this.#stride = Math.ceil(this.#stride / 2);
    this.#readMs = now;
    this.#untilRead = this.#stride;
    return this.spent() < 1;
  }
}

import type { Timed } from './order.ts';
import type { Trouble } from './trouble.ts';

/** What the facts about one carton, one pile, or all lifts of a lot come to, in cartons. */
export interface Unit {
  readonly received: number;
  readonly givenBack: number;
  readonly damaged: number;
  readonly takenOut: number;
  /** Where they were received, and how many there. */
  readonly places: ReadonlyMap<string, number>;
  /** In which containers they are, and how many in each. */
  readonly boxes: ReadonlyMap<string, number>;
  /** The containers that one carton is said to be in at once. */
  readonly conflict: readonly string[];
}

/** Says of a fact what stands against it. */
export type Noting = (one: Timed, trouble: Trouble) => void;

export const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, n) => total + n, 0);

/** Adds to what is counted under a key. */
export function add(counts: Map<string, number>, key: string, n: number): void {
  counts.set(key, (counts.get(key) ?? 0) + n);
}

/** Only what is more than none. */
export const positive = (counts: ReadonlyMap<string, number>): Map<string, number> =>
  new Map([...counts].filter(([, n]) => n > 0));

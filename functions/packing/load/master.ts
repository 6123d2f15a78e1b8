import { type Column, minimise } from '../solve/integer-program.ts';
import type { Packer } from './packer.ts';
import type { Pattern } from './pattern.ts';

/** A carton may stay behind at this many times the cost of the dearest container, so that every program has a solution. */
const LEFT_BEHIND = 2;

/** An integer program combines so many of the newest patterns, within so many seconds. */
const MAX_COMBINED = 600;
const SECONDS = 1;

/** Dual prices: the worth of one more carton by type, and of one more container by kind. */
export interface Prices {
  carton: number[];
  container: number[];
}

/** Solves the linear master program over the known patterns; undefined where the solver found no solution. */
export function priceColumns(
  pool: readonly Pattern[],
  stock: Int32Array,
  packers: readonly Packer[],
): Prices | undefined {
  const solution = minimise({ ...program(pool, stock, packers), integer: false, seconds: 0 });
  return (
    solution && {
      carton: solution.prices.slice(0, stock.length),
      container: solution.prices.slice(stock.length),
    }
  );
}

/**
 * The cheapest whole-number choice of known patterns that covers the stock; undefined where none was found.
 *
 * @param timed whether the solver may be stopped by time; otherwise its answer is the same on every machine
 */
export function chooseColumns(
  pool: readonly Pattern[],
  stock: Int32Array,
  packers: readonly Packer[],
  timed: boolean,
): Pattern[] | undefined {
  const recent = pool.slice(-MAX_COMBINED);
  const solution = minimise({
    ...program(recent, stock, packers),
    integer: true,
    seconds: timed ? SECONDS : Number.POSITIVE_INFINITY,
  });
  return (
    solution && recent.flatMap((pattern, j) => Array.from({ length: Math.round(solution.values[j]!) }, () => pattern))
  );
}

/**
 * The covering program. Its rows: every carton type is covered, and no more containers of a kind are used than there are.
 */
function program(
  pool: readonly Pattern[],
  stock: Int32Array,
  packers: readonly Packer[],
): { columns: Column[]; atLeast: number[] } {
  const dearest = Math.max(...packers.map((p) => p.interior.container.cost));
  const columns = pool.map((pattern): Column => {
    const entries: [number, number][] = [];
    for (const [i, n] of pattern.counts.entries()) if (n > 0) entries.push([i, n]);
    const k = packers.findIndex((p) => p.interior.container === pattern.container);
    if (pattern.container.count !== undefined) entries.push([stock.length + k, -1]);
    return { cost: pattern.container.cost, upper: Number.POSITIVE_INFINITY, entries };
  });
  for (const [i, n] of stock.entries()) {
    if (n > 0) columns.push({ cost: LEFT_BEHIND * dearest, upper: n, entries: [[i, 1]] });
  }
  return {
    columns,
    atLeast: [...stock, ...packers.map((p) => -(p.interior.container.count ?? 0))],
  };
}

import { type Column, minimise } from '../solve/integer-program.ts';
import type { Packer } from './packer.ts';
import type { Pattern } from './pattern.ts';

/** Cartons may stay behind at this many times the dearest container, so that every program has a solution. */
const LEFT_BEHIND = 2;

/** The newest patterns that a whole-number program is asked to combine, and its limits. */
const COMBINED = 600;
const SECONDS = 1;

/** What one more carton of each type is worth, and one more container of each kind. */
export interface Prices {
  carton: number[];
  container: number[];
}

/** The linear master program over the known patterns. */
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

/** The cheapest whole-number choice of known patterns that covers the stock. */
export function chooseColumns(
  pool: readonly Pattern[],
  stock: Int32Array,
  packers: readonly Packer[],
  timed: boolean,
): Pattern[] | undefined {
  const recent = pool.slice(-COMBINED);
  const solution = minimise({
    ...program(recent, stock, packers),
    integer: true,
    seconds: timed ? SECONDS : Number.POSITIVE_INFINITY,
  });
  return (
    solution && recent.flatMap((pattern, j) => Array.from({ length: Math.round(solution.values[j]!) }, () => pattern))
  );
}

/** Rows: each carton type is covered; of each kind of container no more are used than there are. */
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

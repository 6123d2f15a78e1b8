import loadHighs from 'highs';

// The package describes its CommonJS build; the ES module that Node loads exports the loader itself.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const highs = await (loadHighs as unknown as typeof loadHighs.default)();

/** Limit of branch-and-bound nodes; unlike a limit of time, it ends a solve alike on every machine. */
const MAX_NODES = 500;

/** One variable of a program. */
export interface Column {
  cost: number;
  upper: number;
  /** Pairs of row and coefficient. */
  entries: [number, number][];
}

/** A covering program: least cost, subject to lower limits of the rows. */
export interface Program {
  columns: Column[];
  /** Right-hand side of each row: the sum over the columns is at least this. */
  atLeast: number[];
  /** Whether all variables must be whole numbers. */
  integer: boolean;
  /** Time limit of an integer solve; linear ones need none. */
  seconds: number;
  /** Limit of branch-and-bound nodes of an integer solve. */
  nodes?: number;
}

/** A solution, not always the best one where a limit ended the solve. */
export interface Solution {
  values: number[];
  /** Dual price of each row, for linear programs. */
  prices: number[];
  objective: number;
  /** No solution costs less; minus infinity where a limit ended the solve. */
  bound: number;
}

/** Solves a covering program with HiGHS; undefined when it has no solution, or none was found within the limits. */
export function minimise({ columns, atLeast, integer, seconds, nodes = MAX_NODES }: Program): Solution | undefined {
  const rows: string[][] = atLeast.map(() => []);
  for (const [j, column] of columns.entries()) {
    for (const [row, coefficient] of column.entries)
      rows[row]!.push(`${coefficient < 0 ? '-' : '+'} ${Math.abs(coefficient)} x${j}`);
  }
  if (rows.some((terms, i) => terms.length === 0 && atLeast[i]! > 0)) return undefined;
  const text = [
    'Minimize',
    ` obj: ${columns.map((c, j) => `${c.cost} x${j}`).join(' + ')}`,
    'Subject To',
    ...rows.flatMap((terms, i) => (terms.length === 0 ? [] : ` r${i}: ${terms.join(' ')} >= ${atLeast[i]}`)),
    'Bounds',
    ...columns.map((c, j) => (c.upper === Number.POSITIVE_INFINITY ? ` x${j} >= 0` : ` 0 <= x${j} <= ${c.upper}`)),
    ...(integer ? ['General', ` ${columns.map((_, j) => `x${j}`).join(' ')}`] : []),
    'End',
  ].join('\n');
  const result = highs.solve(text, {
    output_flag: false,
    ...(integer ? { mip_max_nodes: nodes } : {}),
    ...(integer && Number.isFinite(seconds) ? { time_limit: seconds } : {}),
  });
  if (result.Status === 'Infeasible' || Object.keys(result.Columns).length === 0) return undefined;
  const values = columns.map((_, j) => primal(result.Columns[`x${j}`]));
  if (values.some((value) => !Number.isFinite(value))) return undefined;
  const prices = atLeast.map(() => 0);
  for (const row of result.Rows) {
    if ('Dual' in row && 'Name' in row) prices[Number(row.Name.slice(1))] = row.Dual;
  }
  const optimal = result.Status === 'Optimal';
  return {
    values,
    prices,
    objective: result.ObjectiveValue,
    bound: optimal ? result.ObjectiveValue : Number.NEGATIVE_INFINITY,
  };
}

function primal(column: object | undefined): number {
  return column && 'Primal' in column ? Number(column.Primal) : Number.NaN;
}

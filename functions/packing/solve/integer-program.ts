import loadHighs from 'highs';

// The package describes its CommonJS build; the ES module that Node loads exports the loader itself.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const highs = await (loadHighs as unknown as typeof loadHighs.default)();

/** Ends an integer solve alike on every machine. */
const MOST_NODES = 500;

export interface Column {
  cost: number;
  upper: number;
  /** Row and coefficient. */
  entries: [number, number][];
}

export interface Program {
  columns: Column[];
  /** Right-hand side of each row: the sum over the columns is at least this. */
  atLeast: number[];
  integer: boolean;
  /** Limit of an integer solve beside that of nodes; linear ones end by themselves. */
  seconds: number;
  /** Most nodes of an integer solve. */
  nodes?: number;
}

export interface Solution {
  values: number[];
  /** Dual price of each row, for linear programs. */
  prices: number[];
  objective: number;
  /** No solution costs less. */
  bound: number;
}

/** Solves a covering program with HiGHS; undefined when it has no solution (within the time). */
export function minimise({ columns, atLeast, integer, seconds, nodes = MOST_NODES }: Program): Solution | undefined {
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

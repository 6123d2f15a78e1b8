import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minimise } from '../../../../functions/packing/solve/integer-program.ts';

const column = fc.record({
  cost: fc.integer({ min: 1, max: 9 }),
  upper: fc.constantFrom(0, 1, 2, 3, Number.POSITIVE_INFINITY),
  gives: fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })),
});
const program = fc.record({
  columns: fc.array(column, { minLength: 1, maxLength: 4 }),
  atLeast: fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 8 })),
});

/** No more of a column than eight is ever of use: eight cover any row that it covers at all. */
const MOST = 8;

/** The least cost of all solutions, by trying them all; undefined where there is none. */
function least(
  columns: readonly { cost: number; upper: number; gives: readonly number[] }[],
  atLeast: readonly number[],
): number | undefined {
  const [first, ...others] = columns;
  if (!first) return atLeast.every((need) => need <= 0) ? 0 : undefined;
  const costs = Array.from({ length: Math.min(first.upper, MOST) + 1 }, (_, taken) => {
    const rest = least(
      others,
      atLeast.map((need, row) => need - taken * (first.gives[row] ?? 0)),
    );
    return rest === undefined ? [] : [rest + taken * first.cost];
  }).flat();
  return costs.length === 0 ? undefined : Math.min(...costs);
}

const solved = ({
  columns,
  atLeast,
}: {
  columns: readonly { cost: number; upper: number; gives: readonly number[] }[];
  atLeast: readonly number[];
}) =>
  minimise({
    columns: columns.map(({ cost, upper, gives }) => ({
      cost,
      upper,
      entries: gives.flatMap((coefficient, row): [number, number][] => (coefficient === 0 ? [] : [[row, coefficient]])),
    })),
    atLeast: [...atLeast],
    integer: true,
    seconds: Number.POSITIVE_INFINITY,
  });

describe('a covering program', () => {
  it('takes no more of a column than there is', () => {
    const columns = [
      { cost: 1, upper: 2, gives: [1, 0] },
      { cost: 3, upper: Number.POSITIVE_INFINITY, gives: [1, 0] },
    ];
    expect(solved({ columns, atLeast: [5, 0] })).toMatchObject({ values: [2, 3], objective: 11 });
  });

  it('costs what the cheapest of all solutions does, and has none where there is none', () => {
    fc.assert(
      fc.property(program, (some) => {
        const found = solved(some);
        expect(found && Math.round(found.objective)).toBe(least(some.columns, some.atLeast));
      }),
      { numRuns: 60 },
    );
  });
});

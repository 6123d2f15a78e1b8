import { lineMark } from '../../shared/kernel/carton-mark.ts';

/** The shipping mark 唛头 of a trade line and the numbers of the given cartons, e.g. `5E7G9A-1 C/1-150`. */
export const cartonMarks = (tradeId: string, lineNo: number, cartonNos: readonly number[]): string =>
  `${lineMark(tradeId, lineNo)} C/${ranges(cartonNos)}`;

/** `1-3,7` for 1, 2, 3, 7 in whatever order. */
function ranges(numbers: readonly number[]): string {
  const runs: [from: number, to: number][] = [];
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && number === last[1] + 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(',');
}

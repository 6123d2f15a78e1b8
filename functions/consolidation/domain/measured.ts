import { z } from 'zod';
import { sum } from './sums.ts';
import type { CartonGroup, TradeLine, TradeSnapshot } from './trade.ts';

/** Cartons of one trade line, by their numbers, as they were measured anew; millimetres and grams, per carton. */
export const Measure = z.object({
  tradeId: z.string(),
  lineNo: z.int(),
  fromCartonNo: z.int(),
  toCartonNo: z.int(),
  lengthMm: z.int(),
  widthMm: z.int(),
  heightMm: z.int(),
  grossG: z.int(),
});

export type Measure = z.infer<typeof Measure>;

/** The trades with cartons as last measured: groups are cut where measures begin and end, gross masses follow. */
export const measured = (trades: readonly TradeSnapshot[], measures: readonly Measure[]): TradeSnapshot[] =>
  measures.length === 0
    ? [...trades]
    : trades.map((trade) => ({
        ...trade,
        lines: trade.lines.map((line) =>
          measures
            .filter(({ tradeId, lineNo }) => tradeId === trade.tradeId && lineNo === line.lineNo)
            .reduce(withMeasure, line),
        ),
      }));

function withMeasure(line: TradeLine, measure: Measure): TradeLine {
  let before = 0;
  const cartons = line.cartons.flatMap((group) => {
    const from = before + 1;
    before += group.count;
    return pieces(group, from, measure);
  });
  const grossOf = (groups: readonly CartonGroup[]): number => sum(groups, ({ count, grossG }) => count * grossG);
  return { ...line, cartons, grossG: line.grossG + grossOf(cartons) - grossOf(line.cartons) };
}

/** A group whose first carton has the given number, cut around the measured ones. */
function pieces(group: CartonGroup, from: number, measure: Measure): CartonGroup[] {
  const { lengthMm, widthMm, heightMm, grossG } = measure;
  const to = from + group.count - 1;
  const first = Math.max(from, measure.fromCartonNo);
  const last = Math.min(to, measure.toCartonNo);
  if (first > last) return [group];
  return [
    { ...group, count: first - from },
    { ...group, count: last - first + 1, lengthMm, widthMm, heightMm, grossG },
    { ...group, count: to - last },
  ].filter(({ count }) => count > 0);
}

import { z } from 'zod';
import { parameters } from '../list.ts';

const count = z.int().positive();
const factor = z.number().positive();

/** Thresholds of the risk rules of trades, by rule. */
export const thresholds = parameters('risk/thresholds', {
  price: z.strictObject({
    rule: z.literal('R06'),
    /** With fewer nothing is said. */
    leastObservations: count,
    /** From so many on the deviations count, below them `fewTolerance`. */
    manyObservations: count,
    /** Share of the median. */
    fewTolerance: factor,
    /** Median absolute deviations. */
    deviations: factor,
    /** Share of the median that is always allowed. */
    leastTolerance: factor,
    /** So many times the median, or that part of it, is for a reviewer. */
    extremeFactor: factor,
  }),
  /** Share of a trade's value. */
  scope: z.strictObject({ rule: z.literal('R13'), shareOutside: factor }),
  turnover: z.strictObject({ rule: z.literal('R14'), months: count, leastMonths: count, factor }),
  repetition: z.strictObject({ rule: z.literal('R15'), tradesAnHour: count, merchants: count }),
  port: z.strictObject({ rule: z.literal('R17'), leastTrades: count }),
  buyerSpread: z.strictObject({ rule: z.literal('R18'), merchantsADay: count, operatorsAMonth: count }),
  inventedWeights: z.strictObject({
    rule: z.string(),
    roundGrams: count,
    roundLeastGoods: count,
    ratioLeastGoods: count,
    ratioTolerance: factor,
  }),
});

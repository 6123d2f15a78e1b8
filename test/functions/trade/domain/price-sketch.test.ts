import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ACCURACY,
  bucketOf,
  median,
  medianAbsoluteDeviation,
  observations,
  type PriceSketch,
} from '../../../../functions/trade/domain/price-sketch.ts';

const sketchOf = (prices: readonly number[]): PriceSketch => {
  const sketch = new Map<number, number>();
  for (const price of prices) sketch.set(bucketOf(price), (sketch.get(bucketOf(price)) ?? 0) + 1);
  return sketch;
};

const lowerMedian = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length / 2) - 1] ?? Number.NaN;

/** Cents of a deal unit, from a thousandth of a cent to ten million dollars. */
const price = fc.double({ min: -3, max: 9, noNaN: true }).map((exponent) => 10 ** exponent);
/** Prices as they are in a market: near one another. */
const near = fc.tuple(price, fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 1, maxLength: 200 }));
const prices = fc.oneof(
  fc.array(price, { minLength: 1, maxLength: 200 }),
  near.map(([middle, factors]) => factors.map((factor) => middle * factor)),
);

/** Floating point at the edge of a bucket. */
const ROUNDING = 1e-9;

describe('a sketch of prices', () => {
  it('gives the median within its accuracy', () => {
    fc.assert(
      fc.property(prices, (seen) => {
        const exact = lowerMedian(seen);
        const estimate = median(sketchOf(seen)) ?? Number.NaN;
        expect(Math.abs(estimate - exact)).toBeLessThanOrEqual(exact * (ACCURACY + ROUNDING));
      }),
      { numRuns: 1000 },
    );
  });

  it('gives the median absolute deviation within the bound that it promises', () => {
    fc.assert(
      fc.property(prices, (seen) => {
        const middle = lowerMedian(seen);
        const exact = lowerMedian(seen.map((one) => Math.abs(one - middle)));
        const estimate = medianAbsoluteDeviation(sketchOf(seen)) ?? Number.NaN;
        expect(Math.abs(estimate - exact)).toBeLessThanOrEqual((2 * middle + exact) * (ACCURACY + ROUNDING));
      }),
      { numRuns: 1000 },
    );
  });

  it('stays small, whatever the number and range of prices', () => {
    fc.assert(
      fc.property(fc.array(price, { minLength: 500, maxLength: 1000 }), (seen) => {
        expect(sketchOf(seen).size).toBeLessThanOrEqual(Math.ceil(Math.log(1e12) / Math.log(1.02 / 0.98)) + 1);
        expect(observations(sketchOf(seen))).toBe(seen.length);
      }),
      { numRuns: 20 },
    );
  });

  it('knows nothing of nothing', () => {
    expect(median(new Map())).toBeUndefined();
    expect(medianAbsoluteDeviation(new Map([[3, 0]]))).toBeUndefined();
  });
});

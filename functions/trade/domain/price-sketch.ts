/**
 * Prices of equal goods as counts in logarithmic buckets: bounded in size whatever the number of prices, changed by
 * adding and subtracting, and good for a median within a known relative error. After DDSketch (Masson, Rim, Lee, VLDB
 * 2019): a bucket's representative is within `ACCURACY` of every price in it.
 */
export type PriceSketch = ReadonlyMap<number, number>;

export const ACCURACY = 0.02;

const GROWTH = (1 + ACCURACY) / (1 - ACCURACY);

/** The bucket of a positive price. */
export const bucketOf = (price: number): number => Math.ceil(Math.log(price) / Math.log(GROWTH));

const representative = (bucket: number): number => (2 * GROWTH ** bucket) / (GROWTH + 1);

export const observations = (sketch: PriceSketch): number => sketch.values().reduce((sum, count) => sum + count, 0);

/** The lower median within ACCURACY of the exact one; undefined of nothing. */
export const median = (sketch: PriceSketch): number | undefined => weightedMedian(points(sketch));

/**
 * The median absolute deviation from the median.
 *
 * Each distance of a representative from the estimated median is off by at most ACCURACY × (price + median), and half of
 * all prices lie within MAD of the median; so the estimate is off by at most ACCURACY × (2 × median + MAD).
 */
export function medianAbsoluteDeviation(sketch: PriceSketch): number | undefined {
  const middle = median(sketch);
  if (middle === undefined) return undefined;
  return weightedMedian(points(sketch).map(([value, count]) => [Math.abs(value - middle), count]));
}

const points = (sketch: PriceSketch): [value: number, count: number][] =>
  [...sketch].map(([bucket, count]) => [representative(bucket), count]);

/** The value at rank ⌈n/2⌉. */
function weightedMedian(values: readonly [value: number, count: number][]): number | undefined {
  const rank = Math.ceil(values.reduce((sum, [, count]) => sum + count, 0) / 2);
  let seen = 0;
  for (const [value, count] of values.toSorted(([a], [b]) => a - b)) {
    seen += count;
    if (count > 0 && seen >= rank) return value;
  }
  return undefined;
}

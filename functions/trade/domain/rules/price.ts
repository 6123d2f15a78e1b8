import { at, type Finding, review, says, warning } from '../../../shared/kernel/finding.ts';
import type { RowOf } from '../../../shared/reference/lists/index.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { historyKeys, priceOf } from '../history.ts';
import { median, medianAbsoluteDeviation, observations, type PriceSketch } from '../price-sketch.ts';
import { ACCEPT_WITH_EXPLANATION, REVIEWED } from '../remedies.ts';
import { scaledQuantity, threeDigits } from '../scale.ts';
import type { Rule } from '../submission.ts';

/**
 * R06: the dollar price of a deal unit against the median of the district's trades of the same eight digits and unit.
 * Beyond some median absolute deviations (with few observations: a share of the median) it asks for an explanation, many
 * times over or under for a review.
 */
export const price = rule<Rule>(
  {
    id: 'R06',
    name: '单价异常',
    looksAt: 'the dollar price of a unit, against the district’s trades of the same eight digits and unit',
    threshold: ['thresholds.price'],
    severity: ['WARNING', 'REVIEW'],
  },
  ({ request, filed, history, values, lists }) =>
    historyKeys(request, filed).flatMap((keys, index) => {
      const sketch = keys.price === undefined ? undefined : history.prices.get(keys.price);
      const usdCents = values[index]?.usdCents;
      const quantity = request.lines[index]?.quantity;
      if (sketch === undefined || !usdCents || quantity === undefined) return [];
      return priceFindings(priceOf(usdCents, scaledQuantity(quantity)), sketch, index, lists.thresholds.price);
    }),
);

type Thresholds = RowOf<'thresholds'>['price'];

function priceFindings(cents: number, sketch: PriceSketch, index: number, t: Thresholds): Finding[] {
  const seen = observations(sketch);
  const middle = median(sketch);
  if (seen < t.leastObservations || middle === undefined) return [];
  const pointer = `/lines/${index}/unitPrice`;
  const [place, fact] = [
    `第 ${index + 1} 行`,
    `单价折合 ${shown(cents)} 美元，本区县同类商品 ${seen} 笔的中位数为 ${shown(middle)} 美元`,
  ];
  if (cents > middle * t.extremeFactor || cents < middle / t.extremeFactor) {
    return [review('PRICE_EXTREME', pointer, at(place, `${fact}，相差 ${t.extremeFactor} 倍以上；${REVIEWED}`))];
  }
  const allowed = tolerance(sketch, seen, middle, t);
  return Math.abs(cents - middle) <= allowed
    ? []
    : [
        warning(
          'PRICE_UNUSUAL',
          pointer,
          at(
            place,
            says(`${fact}，超出 ±${shown(allowed)} 美元`, `请核对单价、单位和币制。${ACCEPT_WITH_EXPLANATION}`),
          ),
        ),
      ];
}

/** Where most trades have one price the deviation is nearly nothing, hence the least tolerance. */
function tolerance(sketch: PriceSketch, seen: number, middle: number, t: Thresholds): number {
  if (seen < t.manyObservations) return middle * t.fewTolerance;
  return Math.max((medianAbsoluteDeviation(sketch) ?? 0) * t.deviations, middle * t.leastTolerance);
}

const shown = (cents: number): string => threeDigits(cents / 100);

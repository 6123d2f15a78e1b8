import { type Finding, says, warning } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { CartonLine, CartonRule } from '../cartons.ts';
import { ACCEPT_WITH_EXPLANATION } from '../remedies.ts';

/**
 * Weights that nobody has weighed (designed for this project): many goods and every carton a round number of kilograms,
 * or every net weight the same share of its gross weight.
 */
export const inventedWeights = rule<CartonRule>(
  {
    name: '重量疑为推算',
    looksAt: 'gross weights that are all round, net weights that are all the same share',
    threshold: ['thresholds.inventedWeights'],
    severity: ['WARNING'],
  },
  (lines, { thresholds }) => {
    const { roundGrams, roundLeastGoods, ratioLeastGoods, ratioTolerance } = thresholds.inventedWeights;
    const measured = lines.filter(({ cartons }) => cartons.length > 0);
    const goods = new Set(measured.map(({ goodsId }) => goodsId)).size;
    return [
      ...(goods >= roundLeastGoods && allRound(measured, roundGrams)
        ? [doubt('WEIGHTS_ALL_ROUND', `${goods} 种商品每箱毛重都是 ${roundGrams / 1000} 千克的整数倍`)]
        : []),
      ...(goods >= ratioLeastGoods && sameRatio(measured, ratioTolerance)
        ? [doubt('WEIGHTS_SAME_RATIO', `${goods} 种商品的净重与毛重之比完全相同`)]
        : []),
    ];
  },
);

const doubt = (code: string, fact: string): Finding =>
  warning(code, '/lines', says(`${fact}，不像实际过磅的重量`, `请重新称重。${ACCEPT_WITH_EXPLANATION}`));

const allRound = (lines: readonly CartonLine[], roundGrams: number): boolean =>
  lines.every(({ cartons }) => cartons.every(({ grossG }) => grossG % roundGrams === 0));

function sameRatio(lines: readonly CartonLine[], ratioTolerance: number): boolean {
  const ratios = lines.flatMap(({ cartons }) => cartons.map(({ netG, grossG }) => netG / grossG));
  return Math.max(...ratios) - Math.min(...ratios) <= ratioTolerance;
}

import { at, review } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { historyKeys } from '../history.ts';
import { REVIEWED } from '../remedies.ts';
import type { Rule } from '../submission.ts';

/** R15: more trades an hour than a stall can make, or the same line sold by several merchants. */
export const repetition = rule<Rule>(
  {
    id: 'R15',
    name: '重复交易',
    looksAt: 'trades of a merchant in an hour, and the same line sold by several merchants',
    threshold: ['thresholds.repetition'],
    severity: ['REVIEW'],
  },
  ({ request, filed, history, lists: { thresholds } }) => {
    const { tradesAnHour, merchants } = thresholds.repetition;
    return [
      ...(history.merchant.tradesThisHour < tradesAnHour
        ? []
        : [
            review(
              'TOO_MANY_TRADES_AN_HOUR',
              '/merchantId',
              `该经营户一小时内已登记 ${history.merchant.tradesThisHour} 笔交易，达到 ${tradesAnHour} 笔；${REVIEWED}`,
            ),
          ]),
      ...historyKeys(request, filed).flatMap(({ line }, index) => {
        const sellers = line === undefined ? undefined : history.sameLines.get(line);
        const others = (sellers ?? new Set()).difference(new Set([request.merchantId]));
        return others.size + 1 < merchants
          ? []
          : [
              review(
                'SAME_LINE_OF_OTHER_MERCHANTS',
                `/lines/${index}`,
                at(
                  `第 ${index + 1} 行`,
                  `与另外 ${others.size} 家经营户本季度和上季度登记的商品、数量、单价完全相同；${REVIEWED}`,
                ),
              ),
            ];
      }),
    ];
  },
);

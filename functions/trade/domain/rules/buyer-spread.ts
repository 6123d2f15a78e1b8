import { review } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { REVIEWED } from '../remedies.ts';
import type { Rule } from '../submission.ts';

/** R18: one buyer with more merchants in a day, or more trade operators in a month, than a person deals with. */
export const buyerSpread = rule<Rule>(
  {
    id: 'R18',
    name: '采购商成交面过宽',
    looksAt: 'merchants of one buyer in a day, trade operators in a month',
    threshold: ['thresholds.buyerSpread'],
    severity: ['REVIEW'],
  },
  ({ request, history: { buyer }, lists }) => {
    const { merchantsADay, operatorsAMonth } = lists.thresholds.buyerSpread;
    const merchants = new Set([...buyer.merchantsToday, request.merchantId]).size;
    const operators = new Set([...buyer.operatorsThisMonth, request.tradeOperatorId].filter((id) => id !== undefined))
      .size;
    return [
      ...(merchants <= merchantsADay
        ? []
        : [
            review(
              'BUYER_OF_MANY_MERCHANTS',
              '/buyerId',
              `该采购商当天与 ${merchants} 家经营户成交，超过 ${merchantsADay} 家；${REVIEWED}`,
            ),
          ]),
      ...(operators <= operatorsAMonth
        ? []
        : [
            review(
              'BUYER_OF_MANY_OPERATORS',
              '/buyerId',
              `该采购商当月通过 ${operators} 家经营者出口，超过 ${operatorsAMonth} 家；${REVIEWED}`,
            ),
          ]),
    ];
  },
);

import { dayInChina } from '../../../../shared/kernel/china-time.ts';
import { type Finding, review, says } from '../../../../shared/kernel/finding.ts';
import { rule } from '../../../../shared/reference/rule.ts';
import { knownAs, type TradeSnapshot } from '../../trade.ts';

/** R21: the goods were packed before the day on which their trade was entered. */
export const loadedDay = rule(
  {
    id: 'R21',
    name: '装箱后补录交易',
    looksAt: 'the day of packing of a packing list, against the day of registration of its trades',
    source: '国家税务总局公告2015年第89号第五条',
    severity: ['REVIEW'],
  },
  (trades: readonly TradeSnapshot[], packedOn: string): Finding[] =>
    trades
      .filter(({ registeredAt }) => packedOn < dayInChina(registeredAt))
      .map((trade) =>
        review(
          'ENTERED_AFTER_PACKING',
          '/packedOn',
          says(
            `装箱日期 ${packedOn} 早于交易 ${knownAs(trade)} 的登记日 ${dayInChina(trade.registeredAt)}，交易应在签约或交货时登记`,
            '请核对装箱日期',
          ),
          '国家税务总局公告2015年第89号第五条',
        ),
      ),
);

import { review } from '../../../shared/kernel/finding.ts';
import { formatAmount, usd } from '../../../shared/kernel/money.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { monthsBefore } from '../day.ts';
import { REVIEWED } from '../remedies.ts';
import { type Rule, totalUsdMinor } from '../submission.ts';

/** R14: the merchant's month, this trade included, against a multiple of the mean of its last months. */
export const turnover = rule<Rule>(
  {
    id: 'R14',
    name: '成交额激增',
    looksAt: 'the merchant’s month, this trade included, against the mean of its months before',
    threshold: ['thresholds.turnover'],
    severity: ['REVIEW'],
  },
  (submission) => {
    const { months, leastMonths, factor } = submission.lists.thresholds.turnover;
    const month = submission.enteredOn.slice(0, 7);
    const seen = submission.history.merchant.turnover;
    const earlier = monthsBefore(month, months).flatMap((one) => seen.get(one) ?? []);
    if (earlier.length < leastMonths) return [];
    const mean = earlier.reduce((sum, minor) => sum + minor, 0) / earlier.length;
    const now = (seen.get(month) ?? 0) + totalUsdMinor(submission);
    return now <= mean * factor
      ? []
      : [
          review(
            'TURNOVER_SURGE',
            '/lines',
            `经营户 ${month} 登记额达 ${shown(now)} 美元，超过此前月均 ${shown(Math.round(mean))} 美元的 ${factor} 倍；${REVIEWED}`,
          ),
        ];
  },
);

const shown = (minor: number): string => formatAmount(usd(minor));

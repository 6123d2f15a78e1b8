import { danger, says } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { Rule } from '../submission.ts';

/** A trade is valued in US dollars by a dated rate; without one no limit could be checked. */
export const exchangeRate = rule<Rule>(
  { name: '折算率', looksAt: 'a rate of the currency for the day', threshold: ['exchangeRates'], severity: ['DANGER'] },
  ({ request, rate, day }) =>
    rate === undefined
      ? [
          danger(
            'EXCHANGE_RATE_UNKNOWN',
            '/currency',
            says(`没有 ${day.slice(0, 7)} 的 ${request.currency} 折算率`, '请联系管理员更新折算率表'),
          ),
        ]
      : [],
);

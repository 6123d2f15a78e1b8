import { danger, says } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { lawfulMonths } from '../exchange.ts';
import type { Rule } from '../submission.ts';

/**
 * A trade is valued in US dollars by the rate of its month or of the month before; by an older one nobody could say whether
 * it keeps the cap of a declaration.
 */
export const exchangeRate = rule<Rule>(
  {
    name: '折算率',
    looksAt: 'a rate of the currency of the day’s month, or of the month before',
    threshold: ['rates'],
    source: '海关总署公告2019年第221号',
    severity: ['DANGER'],
  },
  ({ request: { currency }, rate, day, lists: { rates, declarationRules } }) => {
    if (rate !== undefined) return [];
    const [newest] = rates.values();
    const [month = '', before = ''] = lawfulMonths(day);
    const isOutdated = newest !== undefined && newest.month < before;
    const fact = isOutdated
      ? `缺少 ${month} 的折算率：已有的最新一期是 ${newest.month}，早于上一个月 ${before}，不能据以折算 ${currency} 并核对单票报关单 ${declarationRules.maxUsd} 美元的上限`
      : `${newest?.month ?? month} 的折算率表没有 ${currency}，不能核对单票报关单 ${declarationRules.maxUsd} 美元的上限`;
    return [
      danger(
        isOutdated ? 'EXCHANGE_RATE_OUTDATED' : 'EXCHANGE_RATE_UNKNOWN',
        '/currency',
        says(fact, `请联系市级管理员导入 ${month} 的折算率表，导入后再登记`),
        declarationRules.legalBasis,
      ),
    ];
  },
);

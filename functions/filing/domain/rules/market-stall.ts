import { review, says } from '../../../shared/kernel/finding.ts';
import { stallText } from '../../../shared/kernel/stall.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { marketWord } from '../market-stall.ts';
import { MARKET_WORD_NAMES } from '../names.ts';
import type { ScreeningRule } from './rule.ts';

/**
 * Where a district has the market's operator confirm stalls, a reviewer sees what it says of a merchant's. It hinders
 * nothing: the operator may be late, or wrong.
 */
export const marketStall = rule<ScreeningRule>(
  {
    name: '市场方确认摊位',
    looksAt: 'the stall and lease of a merchant against what the market’s operator says of them',
    threshold: ['marketConfirmations'],
    severity: ['REVIEW'],
  },
  (submission, { districtId, lists, marketSays }) => {
    if (submission.kind !== 'merchant' || !lists.marketConfirmations.has(districtId)) return [];
    const word = marketWord(submission.entity, marketSays);
    if (word === 'CONFIRMED') return [];
    const fact = `摊位“${stallText(submission.entity.stall)}”${MARKET_WORD_NAMES[word]}`;
    return [review('STALL_NOT_CONFIRMED', '/entity/stall', says(fact, '请与市场方核对摊位和租期'))];
  },
);

import { danger, says } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { Rule } from '../application.ts';

/**
 * Nobody's goods are held without the owner's consent (designed for this project). A trade that is not there and one that
 * its owner has not offered read alike, so that nobody learns of others' trades.
 */
export const ownersConsent = rule<Rule>(
  {
    name: '货主同意组货',
    looksAt: 'every trade: an offer to the consolidator, the right of the entrusted operator, or the centre’s act',
    severity: ['DANGER'],
  },
  ({ trades }) =>
    trades
      .filter(({ consent }) => consent === undefined)
      .map(({ tradeId, pointer }) =>
        danger(
          'CONSENT_REQUIRED',
          pointer,
          says(
            `交易 ${tradeId} 没有交给贵单位组货，不能占用其货物`,
            '请经营户或其委托的市场采购贸易经营者先把该交易提交给组货人，或到服务中心窗口办理',
          ),
        ),
      ),
);

import { type Finding, review, says } from '../../../../shared/kernel/finding.ts';
import { formatAmount, usd } from '../../../../shared/kernel/money.ts';
import type { Lists } from '../../../../shared/reference/lists/index.ts';
import { rule } from '../../../../shared/reference/rule.ts';
import { declarationRulesOf } from '../../declaration/declaration-rules.ts';
import { lineKnownAs, type TradeSnapshot } from '../../trade.ts';

/** R01: what was loaded of a line goes onto one declaration; over its cap no declarations are planned, and the facts stay. */
export const loadedValue = rule(
  {
    id: 'R01',
    name: '实装货值不超过单票上限',
    looksAt: 'the dollars of every loaded line, against the cap of one declaration',
    threshold: ['declarationRules.maxUsd'],
    source: '海关总署公告2019年第221号',
    severity: ['REVIEW'],
  },
  (trades: readonly TradeSnapshot[], lists: Pick<Lists, 'declarationRules'>): Finding[] => {
    const { maxUsd, legalBasis } = declarationRulesOf(lists);
    return trades.flatMap((trade) =>
      trade.lines
        .filter(({ amountUsdMinor }) => amountUsdMinor > maxUsd)
        .map((line) =>
          review(
            'R01_LINE_OVER_LIMIT',
            '',
            says(
              `${lineKnownAs(trade, line)}实装货值 ${formatAmount(usd(line.amountUsdMinor))} 美元，` +
                `超过单票报关单 ${formatAmount(usd(maxUsd))} 美元的上限，不予制订报关方案，装箱事实照记`,
              '请释放后在交易登记时分行',
            ),
            legalBasis,
          ),
        ),
    );
  },
);

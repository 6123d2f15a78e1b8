import { danger, says } from '../../../shared/kernel/finding.ts';
import { formatAmount, usd } from '../../../shared/kernel/money.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { known, type Rule } from '../application.ts';
import { declarationRulesOf } from '../declaration/declaration-rules.ts';
import { lineKnownAs } from '../trade.ts';

/** R01: a trade line is never divided, so it must fit one declaration. */
export const linesDeclarable = rule<Rule>(
  {
    id: 'R01',
    name: '单行货值不超过单票上限',
    looksAt: 'the dollars of every trade line, against the cap of one declaration',
    threshold: ['declarationRules.maxUsd'],
    source: '海关总署公告2019年第221号',
    severity: ['DANGER'],
  },
  (application) => {
    const rules = declarationRulesOf(application.lists);
    return known(application).flatMap(({ snapshot, pointer }) =>
      snapshot.lines
        .filter((line) => line.amountUsdMinor > rules.maxUsd)
        .map((line) =>
          danger(
            'R01_LINE_OVER_LIMIT',
            pointer,
            says(
              `${lineKnownAs(snapshot, line)}货值 ${formatAmount(usd(line.amountUsdMinor))} 美元，` +
                `超过单票报关单 ${formatAmount(usd(rules.maxUsd))} 美元的上限`,
              '请在交易登记时分行',
            ),
            rules.legalBasis,
          ),
        ),
    );
  },
);

import { dayInChina } from '../../../shared/kernel/china-time.ts';
import { danger } from '../../../shared/kernel/finding.ts';
import { formatAmount, usd } from '../../../shared/kernel/money.ts';
import { known, type Rule } from '../application.ts';
import { rulesOn } from '../declaration/declaration-rules.ts';

/** R01: a trade line is never divided, so it must fit one declaration, at most USD 150,000.00 (海关总署公告2019年第221号). */
export const linesDeclarable: Rule = (application) => {
  const rules = rulesOn(dayInChina(application.at));
  return known(application).flatMap(({ snapshot, pointer }) =>
    snapshot.lines
      .filter((line) => line.amountUsdMinor > rules.maxUsd)
      .map((line) =>
        danger(
          'R01_LINE_OVER_LIMIT',
          pointer,
          `交易 ${snapshot.tradeId} 第 ${line.lineNo} 行“${line.nameZh}”货值 ${formatAmount(usd(line.amountUsdMinor))} 美元，` +
            `超过单票报关单 ${formatAmount(usd(rules.maxUsd))} 美元的上限；请在交易登记时分行`,
          rules.legalBasis,
        ),
      ),
  );
};

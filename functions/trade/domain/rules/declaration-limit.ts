import { at, danger, type Finding, says, warning } from '../../../shared/kernel/finding.ts';
import { formatAmount, usd } from '../../../shared/kernel/money.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { type DeclarationCap, declarationCap } from '../declaration-cap.ts';
import { ACCEPT_WITH_EXPLANATION } from '../remedies.ts';
import { type Rule, totalUsdMinor } from '../submission.ts';

/**
 * R01: a line over the cap can stand on no declaration. A total over it must be split over several declarations, which
 * is legal but is what R02 watches; a total near it deserves a second look.
 */
export const declarationLimit = rule<Rule>(
  {
    id: 'R01',
    name: '单票报关单上限',
    looksAt: 'the dollars of every line and of the whole trade, against the cap of one declaration',
    threshold: ['declarationRules.maxUsd', 'tradeRules.nearDeclarationLimitUsd'],
    source: '海关总署公告2019年第221号',
    severity: ['DANGER', 'WARNING'],
  },
  (submission) => {
    const cap = declarationCap(submission.lists);
    const lines = submission.values.flatMap(({ usdMinor }, index) =>
      usdMinor !== undefined && usdMinor > cap.max ? [lineOverLimit(usdMinor, index, cap)] : [],
    );
    return lines.length > 0 ? lines : totalFindings(totalUsdMinor(submission), cap);
  },
);

const lineOverLimit = (usdMinor: number, index: number, { max, legalBasis }: DeclarationCap): Finding =>
  danger(
    'LINE_OVER_DECLARATION_LIMIT',
    `/lines/${index}/amount`,
    at(
      `第 ${index + 1} 行`,
      says(`折合 ${shown(usdMinor)} 美元，超过单票报关单 ${shown(max)} 美元的上限，不能申报`, '请按实际成交分批登记'),
    ),
    legalBasis,
  );

function totalFindings(total: number, { max, near, legalBasis }: DeclarationCap): Finding[] {
  if (total < near) return [];
  const [code, doubt] =
    total > max
      ? ['TOTAL_OVER_DECLARATION_LIMIT', `超过单票报关单 ${shown(max)} 美元的上限，须分几票申报，可能被视为拆分`]
      : ['TOTAL_NEAR_DECLARATION_LIMIT', `接近单票报关单 ${shown(max)} 美元的上限`];
  return [
    warning(code, '/lines', says(`本笔合计折合 ${shown(total)} 美元，${doubt}`, ACCEPT_WITH_EXPLANATION), legalBasis),
  ];
}

const shown = (minor: number): string => formatAmount(usd(minor));

import { danger, type Finding, warning } from '../../../shared/kernel/finding.ts';
import { formatAmount, usd } from '../../../shared/kernel/money.ts';
import { type Rule, type Submission, totalUsdMinor } from '../submission.ts';
import { ACCEPT_WITH_EXPLANATION } from './remedies.ts';

/** One declaration carries at most USD 150,000, the limit itself included. */
const LIMIT = 150_000_00;
/** From here on a total is near the limit (designed for this project). */
const NEAR = 145_000_00;
const LEGAL_BASIS = '海关总署公告2019年第221号';

/**
 * R01: a line over the limit can stand on no declaration. A total over it must be split over several declarations, which
 * is legal but is what R02 watches; a total near it deserves a second look.
 */
export const declarationLimit: Rule = (submission) => {
  const lines = submission.values.flatMap(({ usdMinor }, index) =>
    usdMinor !== undefined && usdMinor > LIMIT ? [lineOverLimit(usdMinor, index)] : [],
  );
  return lines.length > 0 ? lines : totalFindings(submission);
};

const lineOverLimit = (usdMinor: number, index: number): Finding =>
  danger(
    'LINE_OVER_DECLARATION_LIMIT',
    `/lines/${index}/amount`,
    `第 ${index + 1} 行折合 ${shown(usdMinor)} 美元，超过单票报关单 ${shown(LIMIT)} 美元的上限，不能申报；请按实际成交分批登记`,
    LEGAL_BASIS,
  );

function totalFindings(submission: Submission): Finding[] {
  const total = totalUsdMinor(submission);
  if (total < NEAR) return [];
  const [code, message] =
    total > LIMIT
      ? [
          'TOTAL_OVER_DECLARATION_LIMIT',
          `本笔合计折合 ${shown(total)} 美元，超过单票报关单 ${shown(LIMIT)} 美元的上限，须分几票申报，可能被视为拆分`,
        ]
      : [
          'TOTAL_NEAR_DECLARATION_LIMIT',
          `本笔合计折合 ${shown(total)} 美元，接近单票报关单 ${shown(LIMIT)} 美元的上限`,
        ];
  return [warning(code, '/lines', `${message}；${ACCEPT_WITH_EXPLANATION}`, LEGAL_BASIS)];
}

const shown = (minor: number): string => formatAmount(usd(minor));

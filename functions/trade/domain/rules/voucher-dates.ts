import { VOUCHER_NAMES } from '../../../events/names.ts';
import { dateFindings } from '../../../shared/kernel/plausible-date.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { Rule } from '../submission.ts';

/** The day of a voucher is one that it can have. */
export const voucherDates = rule<Rule>(
  {
    name: '凭证日期可信',
    looksAt: 'the day of a voucher, against what it can be',
    threshold: ['plausibleDates'],
    severity: ['DANGER'],
  },
  ({ request: { vouchers }, day, lists }) =>
    vouchers.flatMap(({ type, number, issuedOn }, index) =>
      issuedOn === undefined
        ? []
        : dateFindings(`${VOUCHER_NAMES[type]} ${number} 的日期`, issuedOn, `/vouchers/${index}/issuedOn`, day, lists),
    ),
);

import { VOUCHER_NAMES } from '../../../events/names.ts';
import { review } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { REVIEWED } from '../remedies.ts';
import { type Rule, vouchersOf } from '../submission.ts';

/**
 * R21: the trade is entered after the day on which its goods were packed or loaded (国家税务总局公告2015年第89号第五条: on signing or on
 * handing over).
 */
export const lateEntry = rule<Rule>(
  {
    id: 'R21',
    name: '补录交易',
    looksAt: 'the day of packing lists and bills of lading, against the day of registration',
    source: '国家税务总局公告2015年第89号第五条',
    severity: ['REVIEW'],
  },
  ({ request, enteredOn }) =>
    vouchersOf(request).flatMap(({ type, number, issuedOn }, index) =>
      (type === 'PACKING_LIST' || type === 'BILL_OF_LADING') && issuedOn !== undefined && issuedOn < enteredOn
        ? [
            review(
              'ENTERED_AFTER_PACKING',
              `/vouchers/${index}/issuedOn`,
              `${VOUCHER_NAMES[type]} ${number} 的日期 ${issuedOn} 早于登记日 ${enteredOn}，交易应在签约或交货时登记；${REVIEWED}`,
              '国家税务总局公告2015年第89号第五条',
            ),
          ]
        : [],
    ),
);

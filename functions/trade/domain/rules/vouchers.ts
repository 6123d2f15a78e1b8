import { VOUCHER_NAMES } from '../../../events/names.ts';
import { danger, review, says } from '../../../shared/kernel/finding.ts';
import { lookAlikeReviews } from '../../../shared/kernel/look-alike.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { REVIEWED } from '../remedies.ts';
import { type Rule, vouchersOf } from '../submission.ts';
import type { VoucherRequest } from '../voucher.ts';
import { conflictingUse, voucherKeys } from '../voucher-use.ts';

/** R26: a voucher stands behind one trade, unless it states the goods that several trades draw from it. */
export const vouchers = rule<Rule>(
  {
    id: 'R26',
    name: '凭证重复使用',
    looksAt: 'numbers and files of vouchers that stand behind another trade',
    severity: ['DANGER', 'REVIEW'],
  },
  ({ request, history }) => {
    const all = vouchersOf(request);
    return all.flatMap((voucher, index) => {
      const keysOf = (one: VoucherRequest): string[] => voucherKeys(one, request.merchantId);
      const keys = keysOf(voucher);
      const before = new Set(all.slice(0, index).flatMap(keysOf));
      const pointer = index < request.vouchers.length ? `/vouchers/${index}` : '/voucher';
      if (keys.some((key) => before.has(key))) {
        return [danger('VOUCHER_REPEATED', pointer, says(`${named(voucher)}在本笔中重复`, '请只保留一份'))];
      }
      const use = conflictingUse(voucher, request.merchantId, history.vouchers);
      const letters = lookAlikeReviews([[pointer, '凭证号', voucher.number]]);
      return use === undefined
        ? letters
        : [
            ...letters,
            review(
              'VOUCHER_USED_BEFORE',
              pointer,
              `${named(voucher)}已用于${use.owner.startsWith(request.merchantId) ? `交易 ${use.tradeNumber ?? use.tradeId}` : '其他经营户的交易'}；${REVIEWED}。一份合同分批成交的，请在首笔的“凭证载明的商品”中载明其全部商品与数量`,
            ),
          ];
    });
  },
);

const named = ({ type, number }: VoucherRequest): string => `${VOUCHER_NAMES[type]} ${number} `;

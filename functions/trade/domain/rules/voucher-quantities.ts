import { VOUCHER_NAMES } from '../../../events/names.ts';
import { formatDecimal, withoutTrailingZeros } from '../../../shared/kernel/decimal.ts';
import { danger, type Finding, says } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { QUANTITY_DIGITS } from '../scale.ts';
import { type Rule, vouchersOf } from '../submission.ts';
import type { Quantities, VoucherRequest } from '../voucher.ts';
import { draws, quantities, statementOf } from '../voucher-use.ts';

/** What trades enter against a voucher never exceeds what it states (designed for this project). */
export const voucherQuantities = rule<Rule>(
  { name: '凭证载明数量', looksAt: 'quantities of trades, against what their voucher states', severity: ['DANGER'] },
  ({ request, history }) => {
    const { merchantId } = request;
    const all = vouchersOf(request);
    const drawn = draws(all, quantities(request.lines), merchantId, history.vouchers);
    return all.flatMap((voucher, index) => {
      const statement = statementOf(voucher, merchantId, history.vouchers);
      if (statement === undefined) return [];
      const pointer = `/vouchers/${index}/goods`;
      if (voucher.goods !== undefined && !equal(quantities(voucher.goods), statement.stated)) {
        const message = says(
          `${named(voucher)}首次登记时载明的商品数量与本次不同`,
          '请核对后按首次的内容填写，或不填凭证载明的商品',
        );
        return [danger('VOUCHER_STATEMENT_CHANGED', pointer, message)];
      }
      return Object.entries(drawn[index] ?? {}).flatMap(([goodsId, quantity]) =>
        exceeded(voucher, goodsId, quantity, statement.remaining[goodsId] ?? 0, pointer),
      );
    });
  },
);

const exceeded = (
  voucher: VoucherRequest,
  goodsId: string,
  quantity: number,
  remaining: number,
  pointer: string,
): Finding[] =>
  quantity <= remaining
    ? []
    : [
        danger(
          'VOUCHER_QUANTITY_EXCEEDED',
          pointer,
          says(
            `本笔商品 ${goodsId} 的数量 ${shown(quantity)} 超过${named(voucher)}的剩余数量 ${shown(remaining)}`,
            '请减少数量，或补充其他合同',
          ),
        ),
      ];

const equal = (a: Quantities, b: Quantities): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([goodsId, one]) => b[goodsId] === one);

const named = ({ type, number }: VoucherRequest): string => `${VOUCHER_NAMES[type]} ${number} `;

const shown = (scaled: number): string => withoutTrailingZeros(formatDecimal(scaled, QUANTITY_DIGITS));

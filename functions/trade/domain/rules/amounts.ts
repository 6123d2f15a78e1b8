import { at, danger, type Finding, says } from '../../../shared/kernel/finding.ts';
import { isOneDeal, productOf } from '../../../shared/kernel/line-price.ts';
import { formatAmount, minorDigits } from '../../../shared/kernel/money.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { LineRequest } from '../request.ts';
import { scaledQuantity } from '../scale.ts';
import type { LineValue, Rule } from '../submission.ts';

/** The amount of every line is its quantity times its unit price, as near as the rounding of either allows. */
export const amounts = rule<Rule>(
  {
    name: '金额等于数量乘单价',
    looksAt: 'the amount of every line, against its quantity times its unit price',
    severity: ['DANGER'],
  },
  ({ request, values }) =>
    request.lines.flatMap((line, index) => {
      const value = values[index];
      return value === undefined ? [] : amountFindings(line, value, request.currency, index);
    }),
);

function amountFindings(
  line: LineRequest,
  { unitPrice, minor }: LineValue,
  currency: Parameters<typeof minorDigits>[0],
  index: number,
): Finding[] {
  const where = `第 ${index + 1} 行`;
  const digits = minorDigits(currency);
  if (unitPrice === undefined) {
    const message = at(where, `的单价 ${line.unitPrice} 太大，请核对小数点`);
    return [danger('UNIT_PRICE_TOO_LARGE', `/lines/${index}/unitPrice`, message)];
  }
  if (minor === undefined) {
    const message = at(where, `的金额 ${line.amount} 小数位过多，${currency} 至多 ${digits} 位小数`);
    return [danger('AMOUNT_DECIMALS', `/lines/${index}/amount`, message)];
  }
  if (minor === 0) {
    return [
      danger('AMOUNT_ZERO', `/lines/${index}/amount`, at(where, says('的金额为 0', '请填写实际成交的单价和金额'))),
    ];
  }
  if (unitPrice === 0) {
    const message = at(where, says('的单价为 0', '单价不足 0.0001 的，请改用较大的成交单位（如千个）备案和登记'));
    return [danger('UNIT_PRICE_ZERO', `/lines/${index}/unitPrice`, message)];
  }
  const quantity = scaledQuantity(line.quantity);
  if (isOneDeal({ quantity, minor, currency }, unitPrice)) return [];
  const expected = formatAmount({ minor: productOf(quantity, unitPrice, currency), currency });
  return [
    danger(
      'AMOUNT_NOT_PRODUCT',
      `/lines/${index}/amount`,
      at(
        where,
        says(
          `的金额 ${line.amount} 不等于数量 ${line.quantity} × 单价 ${line.unitPrice}，应为 ${expected}`,
          '请改正其中有误的一项',
        ),
      ),
    ),
  ];
}

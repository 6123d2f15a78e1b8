import { at, danger, says } from '../../../shared/kernel/finding.ts';
import { isNoCode } from '../../../shared/reference/lists/tariff.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { Rule } from '../submission.ts';

const TARIFF = '中华人民共和国进出口税则';

/** Goods that were filed under a code which a later tariff has no more can stand on no declaration. */
export const tariffCode = rule<Rule>(
  {
    name: '商品编号在税则内',
    looksAt: 'the HS code of every line, against the tariff in force on the day, as far as that is complete',
    threshold: ['tariff'],
    source: TARIFF,
    severity: ['DANGER'],
  },
  ({ request, filed, lists: { tariff } }) =>
    request.lines.flatMap((line, index) => {
      const item = filed.goods.get(line.goodsId);
      if (item === undefined || !isNoCode(item.hsCode, tariff)) return [];
      const said = says(
        `“${item.nameZh}”的商品编号 ${item.hsCode} 不在现行税则内，不能申报`,
        '请按现行税则重新归类并备案该商品，再登记交易',
      );
      return [danger('UNKNOWN_HS_CODE', `/lines/${index}/goodsId`, at(`第 ${index + 1} 行`, said), TARIFF)];
    }),
);

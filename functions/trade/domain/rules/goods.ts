import { at, danger, says } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { notFiled } from '../remedies.ts';
import type { Rule } from '../submission.ts';

/** Goods outside the market's confirmed goods system are not eligible for this customs mode. */
const LEGAL_BASIS = '海关总署公告2019年第221号';

/** R04: the goods of every line are filed, in force, and the merchant's own. */
export const goods = rule<Rule>(
  {
    id: 'R04',
    name: '商品须已备案',
    looksAt: 'the filing of the goods of every line: there, in force, the merchant’s own',
    source: '海关总署公告2019年第221号',
    severity: ['DANGER'],
  },
  ({ request, filed }) =>
    request.lines.flatMap((line, index) => {
      const pointer = `/lines/${index}/goodsId`;
      const where = `第 ${index + 1} 行`;
      const item = filed.goods.get(line.goodsId);
      if (item === undefined) {
        return [danger('GOODS_NOT_FILED', pointer, at(where, notFiled(`商品“${line.goodsId}”`)), LEGAL_BASIS)];
      }
      if (item.merchantId !== request.merchantId) {
        return [
          danger(
            'GOODS_OF_ANOTHER_MERCHANT',
            pointer,
            at(where, says(`商品“${line.goodsId}”不是本笔市场经营户备案的商品`, '请改填其已备案的商品，或先为其备案')),
            LEGAL_BASIS,
          ),
        ];
      }
      if (item.status !== 'ACTIVE') {
        return [
          danger(
            'GOODS_NOT_ACTIVE',
            pointer,
            at(where, says(`商品“${item.nameZh}”的备案已注销，不能登记交易`, '请重新备案该商品')),
            LEGAL_BASIS,
          ),
        ];
      }
      return [];
    }),
);

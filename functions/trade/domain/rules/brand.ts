import { at, danger, says } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { Rule } from '../submission.ts';

/** R23: no goods under a brand whose authorisation the filing denies, whenever it was filed. */
export const brand = rule<Rule>(
  {
    id: 'R23',
    name: '境外品牌授权',
    looksAt: 'foreign brands whose filing denies the authorisation',
    severity: ['DANGER'],
  },
  ({ request, filed }) =>
    request.lines.flatMap((line, index) => {
      const item = filed.goods.get(line.goodsId);
      return item === undefined || item.brand.type !== 'FOREIGN' || item.brand.authorised !== false
        ? []
        : [
            danger(
              'BRAND_WITHOUT_AUTHORISATION',
              `/lines/${index}/goodsId`,
              at(
                `第 ${index + 1} 行`,
                says(
                  `“${item.nameZh}”使用境外品牌“${item.brand.name ?? ''}”而没有授权，不能登记交易`,
                  '请取得权利人授权并更新商品备案',
                ),
              ),
            ),
          ];
    }),
);

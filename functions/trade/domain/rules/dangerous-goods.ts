import { at, danger, says } from '../../../shared/kernel/finding.ts';
import { wordIn } from '../../../shared/kernel/words.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { type Rule, vouchersOf } from '../submission.ts';
import { wording } from '../words.ts';

const UN_NUMBER = /\bun ?\d{4}\b/;

/** R25: goods that look dangerous have the certificate of their packaging. */
export const dangerousGoods = rule<Rule>(
  {
    id: 'R25',
    name: '疑似危险货物',
    looksAt: 'words and UN numbers in names and specifications, without the certificate of the packaging',
    threshold: ['dangerousGoods'],
    severity: ['DANGER'],
  },
  ({ request, filed, lists }) => {
    if (vouchersOf(request).some(({ type }) => type === 'DANGEROUS_GOODS_CERTIFICATE')) return [];
    return request.lines.flatMap((line, index) => {
      const item = filed.goods.get(line.goodsId);
      const text = item ? wording(item) : '';
      const word = UN_NUMBER.exec(text)?.[0].toUpperCase() ?? wordIn(lists.dangerousGoods, text);
      return item === undefined || word === undefined
        ? []
        : [
            danger(
              'DANGEROUS_GOODS_WITHOUT_CERTIFICATE',
              `/lines/${index}/goodsId`,
              at(
                `第 ${index + 1} 行`,
                says(
                  `“${item.nameZh}”含“${word}”，疑为危险货物`,
                  '请在凭证中补充危险货物包装证明，确非危险货物的请更正商品备案的品名规格',
                ),
              ),
            ),
          ];
    });
  },
);

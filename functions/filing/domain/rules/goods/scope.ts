import { review, says } from '../../../../shared/kernel/finding.ts';
import { rule } from '../../../../shared/reference/rule.ts';
import type { GoodsRule } from './rule.ts';

/** R13: goods outside the chapters the merchant filed are for the reviewer to weigh. */
export const scope = rule<GoodsRule>(
  {
    id: 'R13',
    name: '超出主营商品章',
    looksAt: 'the HS chapter of goods, against those that the merchant filed',
    threshold: ['hsChapters'],
    severity: ['REVIEW'],
  },
  (form, { merchant, lists }) => {
    const chapter = form.hsCode.slice(0, 2);
    if (!merchant || merchant.hsChapters.includes(chapter)) return [];
    return [
      review(
        'OUTSIDE_FILED_SCOPE',
        '/hsCode',
        says(
          `商品编号“${form.hsCode}”属第 ${chapter} 章（${lists.hsChapters.get(chapter)?.title ?? ''}），不在经营户备案的主营商品章（${merchant.hsChapters.join('、')}）内`,
          '请核实，必要时变更备案',
        ),
      ),
    ];
  },
);

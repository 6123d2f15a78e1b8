import { review } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { REVIEWED } from '../remedies.ts';
import type { Rule } from '../submission.ts';

/**
 * R13: too great a part of the value lies outside the HS chapters that the merchant filed; a few goods beside them are
 * usual.
 */
export const filedScope = rule<Rule>(
  {
    id: 'R13',
    name: '超出主营商品章',
    looksAt: 'the share of the value outside the HS chapters that the merchant filed',
    threshold: ['thresholds.scope'],
    severity: ['REVIEW'],
  },
  ({ request, filed, values, lists }) => {
    const chapters = filed.merchant?.hsChapters ?? [];
    if (chapters.length === 0) return [];
    const outside = request.lines.flatMap((line, index) => {
      const chapter = filed.goods.get(line.goodsId)?.hsCode.slice(0, 2);
      return chapter === undefined || chapters.includes(chapter) ? [] : [{ chapter, minor: values[index]?.minor ?? 0 }];
    });
    // All lines are in one currency: what they are in dollars is rounded.
    const whole = values.reduce((sum, { minor }) => sum + (minor ?? 0), 0);
    const share = outside.reduce((sum, { minor }) => sum + minor, 0) / whole;
    if (!(share > lists.thresholds.scope.shareOutside)) return [];
    const names = [...new Set(outside.map(({ chapter }) => chapter))].join('、');
    return [
      review(
        'OUTSIDE_FILED_SCOPE',
        '/lines',
        `金额的 ${Math.round(share * 100)}% 属第 ${names} 章，不在经营户备案的主营商品章（${chapters.join('、')}）内；${REVIEWED}，长期经营请变更备案`,
      ),
    ];
  },
);

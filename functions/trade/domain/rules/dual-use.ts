import { at, review } from '../../../shared/kernel/finding.ts';
import { wordIn } from '../../../shared/kernel/words.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { REVIEWED } from '../remedies.ts';
import type { Rule } from '../submission.ts';
import { wording } from '../words.ts';

/** R28: goods that may be dual-use items (中华人民共和国两用物项出口管制条例). */
export const dualUse = rule<Rule>(
  {
    id: 'R28',
    name: '疑似两用物项',
    looksAt: 'words in names and specifications',
    threshold: ['dualUse'],
    source: '中华人民共和国两用物项出口管制条例',
    severity: ['REVIEW'],
  },
  ({ request, filed, lists }) =>
    request.lines.flatMap((line, index) => {
      const item = filed.goods.get(line.goodsId);
      const word = item && wordIn(lists.dualUse, wording(item));
      return item === undefined || word === undefined
        ? []
        : [
            review(
              'DUAL_USE_WORD',
              `/lines/${index}/goodsId`,
              at(`第 ${index + 1} 行`, `“${item.nameZh}”含“${word}”，可能属两用物项；${REVIEWED}`),
              '中华人民共和国两用物项出口管制条例',
            ),
          ];
    }),
);

import { at, danger, says } from '../../../shared/kernel/finding.ts';
import type { Lists, RowOf } from '../../../shared/reference/lists/index.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { Rule } from '../submission.ts';

const FORBIDDEN: Readonly<Record<string, string>> = { PROHIBITED: '禁止出口', RESTRICTED: '限制出口' };

/**
 * R03: goods whose export is prohibited or restricted on the day of the trade are outside this trade, whatever was in
 * force when they were filed.
 */
export const controlledGoods = rule<Rule>(
  {
    id: 'R03',
    name: '禁止、限制出口货物',
    looksAt: 'the HS code of every line, against the controls in force on the day',
    threshold: ['hsControls'],
    source: '海关总署公告2019年第221号',
    severity: ['DANGER'],
  },
  ({ request, filed, lists }) =>
    request.lines.flatMap((line, index) => {
      const item = filed.goods.get(line.goodsId);
      if (item === undefined) return [];
      return controlsOf(item.hsCode, lists).map(({ control, name, legalBasis }) =>
        danger(
          `HS_${control}`,
          `/lines/${index}/goodsId`,
          at(
            `第 ${index + 1} 行`,
            says(
              `“${item.nameZh}”的商品编号 ${item.hsCode} 属于${FORBIDDEN[control]}货物（${name}），不得以市场采购贸易方式出口`,
              '请删去该行，归类有误的请先更正商品备案',
            ),
          ),
          `海关总署公告2019年第221号；${legalBasis}`,
        ),
      );
    }),
);

const controlsOf = (hsCode: string, { hsControls }: Lists): RowOf<'hsControls'>[] =>
  [...hsControls.values()].filter(({ hs, control }) => control in FORBIDDEN && hsCode.startsWith(hs));

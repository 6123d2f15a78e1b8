import { at, danger, says } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { Rule } from '../submission.ts';

/**
 * A line is counted in the units of its goods filing: the deal unit, and a second quantity only where there is a second
 * unit.
 */
export const units = rule<Rule>(
  {
    name: '计量单位与备案一致',
    looksAt: 'deal unit and second quantity, against the goods filing',
    severity: ['DANGER'],
  },
  ({ request, filed }) =>
    request.lines.flatMap((line, index) => {
      const item = filed.goods.get(line.goodsId);
      if (item === undefined) return [];
      const where = `第 ${index + 1} 行`;
      return [
        ...(line.unit === item.dealUnit
          ? []
          : [
              danger(
                'UNIT_NOT_AS_FILED',
                `/lines/${index}/unit`,
                at(
                  where,
                  says(
                    `“${item.nameZh}”的成交单位 ${line.unit} 与备案的 ${item.dealUnit} 不一致`,
                    `请改为 ${item.dealUnit} 并相应换算数量`,
                  ),
                ),
              ),
            ]),
        ...(line.secondQuantity === undefined || item.secondUnit !== undefined
          ? []
          : [
              danger(
                'SECOND_UNIT_NOT_FILED',
                `/lines/${index}/secondQuantity`,
                at(
                  where,
                  says(
                    `“${item.nameZh}”填了第二数量 ${line.secondQuantity}，但该商品没有备案第二单位`,
                    '请删去第二数量',
                  ),
                ),
              ),
            ]),
      ];
    }),
);

import controls from '../../../../seeds/reference/hs-controls.json' with { type: 'json' };
import { at, danger } from '../../../shared/kernel/finding.ts';
import type { Rule } from '../submission.ts';

const FORBIDDEN: Readonly<Record<string, string>> = { PROHIBITED: '禁止出口', RESTRICTED: '限制出口' };

/**
 * R03: goods whose export is prohibited or restricted on the day of the trade are outside this trade, whatever was in
 * force when they were filed.
 */
export const controlledGoods: Rule = ({ request, filed, day }) =>
  request.lines.flatMap((line, index) => {
    const item = filed.goods.get(line.goodsId);
    if (item === undefined) return [];
    return controlsOn(item.hsCode, day).map(({ control, name, legalBasis }) =>
      danger(
        `HS_${control}`,
        `/lines/${index}/goodsId`,
        at(
          `第 ${index + 1} 行`,
          `“${item.nameZh}”的商品编号 ${item.hsCode} 属于${FORBIDDEN[control]}货物（${name}），不得以市场采购贸易方式出口；请删去该行，归类有误的请先更正商品备案`,
        ),
        `海关总署公告2019年第221号；${legalBasis}`,
      ),
    );
  });

/** In force from its first to its last day, or without end. */
interface Control {
  readonly hs: string;
  readonly control: string;
  readonly name: string;
  readonly from: string;
  readonly until: string | null;
  readonly legalBasis: string;
}

const CONTROLS: readonly Control[] = controls.items;

const controlsOn = (hsCode: string, day: string): Control[] =>
  CONTROLS.filter(
    ({ hs, control, from, until }) =>
      control in FORBIDDEN && hsCode.startsWith(hs) && from <= day && (until === null || day <= until),
  );

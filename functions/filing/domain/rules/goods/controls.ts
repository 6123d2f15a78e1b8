import { danger } from '../../../../shared/kernel/finding.ts';
import { controlsOn } from '../../reference.ts';
import type { GoodsRule } from './rule.ts';

const FORBIDDEN: Readonly<Record<string, string>> = { PROHIBITED: '禁止出口', RESTRICTED: '限制出口' };

/** R03: goods whose export is prohibited or restricted are outside the trade (海关总署公告2019年第221号). */
export const controls: GoodsRule = (form, { today }) =>
  controlsOn(form.hsCode, today).flatMap(({ control, name, legalBasis }) => {
    const kind = FORBIDDEN[control];
    if (kind === undefined) return [];
    return [
      danger(
        `HS_${control}`,
        '/hsCode',
        `商品编号“${form.hsCode}”属于${kind}货物（${name}），不得以市场采购贸易方式出口；请核对归类，或改用其他贸易方式`,
        `海关总署公告2019年第221号；${legalBasis}`,
      ),
    ];
  });

import { danger, says } from '../../../../shared/kernel/finding.ts';
import { rule } from '../../../../shared/reference/rule.ts';
import { controlsOf } from '../../goods.ts';
import type { GoodsRule } from './rule.ts';

const FORBIDDEN: Readonly<Partial<Record<string, string>>> = { PROHIBITED: '禁止出口', RESTRICTED: '限制出口' };

/** R03: goods whose export is prohibited or restricted are outside the trade (海关总署公告2019年第221号). */
export const controls = rule<GoodsRule>(
  {
    id: 'R03',
    name: '禁止、限制出口货物',
    looksAt: 'the HS code, against the controls in force on the day',
    threshold: ['hsControls'],
    source: '海关总署公告2019年第221号',
    severity: ['DANGER'],
  },
  (form, { lists }) =>
    controlsOf(form.hsCode, lists).flatMap(({ control, name, legalBasis }) => {
      const kind = FORBIDDEN[control];
      if (kind === undefined) return [];
      return [
        danger(
          `HS_${control}`,
          '/hsCode',
          says(
            `商品编号“${form.hsCode}”属于${kind}货物（${name}），不得以市场采购贸易方式出口`,
            '请核对归类，或改用其他贸易方式',
          ),
          `海关总署公告2019年第221号；${legalBasis}`,
        ),
      ];
    }),
);

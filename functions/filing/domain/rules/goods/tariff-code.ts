import { danger, type Finding, says } from '../../../../shared/kernel/finding.ts';
import type { Lists } from '../../../../shared/reference/lists/index.ts';
import { codesNear, isNoCode, type TariffRow } from '../../../../shared/reference/lists/tariff.ts';
import { nameOf } from '../../../../shared/reference/names.ts';
import { rule } from '../../../../shared/reference/rule.ts';
import type { GoodsForm } from '../../goods.ts';
import type { GoodsRule } from './rule.ts';

/** The HS code of goods exists, and their legal units are those of the tariff; as far as the tariff is loaded. */
export const tariffCode = rule<GoodsRule>(
  {
    name: '商品编号和法定单位与税则一致',
    looksAt:
      'the HS code and the legal units, against the tariff in force on the day where it has the code or is complete',
    threshold: ['tariff'],
    source: '中华人民共和国进出口税则',
    severity: ['DANGER'],
  },
  (form, { lists }) => {
    const line = lists.tariff.get(form.hsCode);
    if (line)
      return [...unitFindings('legalUnit', form, line, lists), ...unitFindings('secondUnit', form, line, lists)];
    if (!isNoCode(form.hsCode, lists.tariff)) return [];
    const near = codesNear(form.hsCode, lists.tariff).map(({ hs, name }) => `${hs}（${name}）`);
    return [
      danger(
        'UNKNOWN_HS_CODE',
        '/hsCode',
        says(
          `税则中没有商品编号“${form.hsCode}”`,
          near.length > 0 ? `请核对归类，相近的有 ${near.join('、')}` : '请核对归类',
        ),
        TARIFF,
      ),
    ];
  },
);

const TARIFF = '中华人民共和国进出口税则';

const LABELS = { legalUnit: '法定单位', secondUnit: '第二单位' } as const;

/** Where the tariff says no second unit, none is asked for. */
function unitFindings(field: keyof typeof LABELS, form: GoodsForm, line: TariffRow, { units }: Lists): Finding[] {
  const [given, expected] = [form[field], line[field]];
  if (expected === undefined || given === expected) return [];
  // A unit that is none is told by itself.
  if (given !== undefined && !units.has(given)) return [];
  const shown = (code: string): string => `${code} ${nameOf(units, code)}`;
  const fact =
    given === undefined
      ? `商品编号 ${line.hs}（${line.name}）有${LABELS[field]}，未填写`
      : `${LABELS[field]}“${shown(given)}”与税则不符：商品编号 ${line.hs}（${line.name}）`;
  return [danger('UNIT_NOT_OF_TARIFF', `/${field}`, says(fact, `请改为 ${shown(expected)}`), TARIFF)];
}

import { danger, says } from '../../../../shared/kernel/finding.ts';
import { rule } from '../../../../shared/reference/rule.ts';
import type { GoodsRule } from './rule.ts';

const LABELS = { dealUnit: '成交单位', legalUnit: '法定单位', secondUnit: '第二单位' } as const;

/** The units of goods are customs units of the day. */
export const knownUnits = rule<GoodsRule>(
  {
    name: '计量单位在代码表内',
    looksAt: 'deal, legal and second unit, against the customs units in force on the day',
    threshold: ['units'],
    severity: ['DANGER'],
  },
  (form, { lists: { units } }) =>
    (Object.keys(LABELS) as (keyof typeof LABELS)[]).flatMap((field) => {
      const code = form[field];
      if (code === undefined || units.has(code)) return [];
      const message = says(`${LABELS[field]}“${code}”不在海关计量单位代码表内`, '请改用表内代码，如 035 千克');
      return [danger('UNKNOWN_UNIT', `/${field}`, message)];
    }),
);

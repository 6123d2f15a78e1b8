import { danger, type Finding, says } from '../../../../shared/kernel/finding.ts';
import { rule } from '../../../../shared/reference/rule.ts';
import { describe, isMeasuredLine, type Subject } from '../../loaded/subjects.ts';
import { kilograms } from '../../scale.ts';
import { sum } from '../../sums.ts';

/** R08: what was loaded weighs no less than the net weight that is registered of it. */
export const loadedNet = rule(
  {
    id: 'R08',
    name: '实装毛重不小于净重',
    looksAt: 'the gross mass of a packing list, against the registered net weight; what is not stated is not judged',
    severity: ['DANGER'],
  },
  (subjects: readonly Subject[]): Finding[] =>
    subjects.flatMap((subject) => {
      const { entries, lines, registered, loaded } = subject;
      const stated = entries.map(({ grossG }) => grossG);
      const isWhole = registered !== undefined && registered === loaded && lines.every(isMeasuredLine);
      if (!isWhole || stated.includes(undefined)) return [];
      const grossG = sum(stated, (one) => one ?? 0);
      const netG = sum(lines, (line) => line.netG);
      if (grossG >= netG) return [];
      const fact = `${describe(subject)}清单毛重 ${kilograms(grossG)} 千克，小于登记净重 ${kilograms(netG)} 千克`;
      return [danger('GROSS_UNDER_NET', entries[0]?.pointer ?? '', says(fact, '请复称，净重有误的请更正交易登记'))];
    }),
);

import { dayInChina } from '../../../../shared/kernel/china-time.ts';
import { danger, type Finding, says } from '../../../../shared/kernel/finding.ts';
import { rule } from '../../../../shared/reference/rule.ts';
import type { SealUse } from '../../seal-use.ts';

/** A seal's number is one container's: it is broken before the goods are reached again. */
export const sealUsed = rule(
  {
    name: '封志号未使用过',
    looksAt: 'seal numbers of a packing list, against those of other containers some months before',
    threshold: ['consolidationTerms.sealUsedMonths'],
    severity: ['DANGER'],
  },
  (use: SealUse | undefined, containerNumber: string, pointer: string, at: string): Finding[] =>
    use === undefined || use.containerNumber === containerNumber || use.usedUntil <= at
      ? []
      : [
          danger(
            'SEAL_USED',
            pointer,
            says(`封志 ${use.sealNumber} 已用于 ${dayInChina(use.usedAt)} 装箱的另一集装箱`, '请核对封志号'),
          ),
        ],
);

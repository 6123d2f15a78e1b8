import { comparableNumber } from '../../../../shared/kernel/comparison.ts';
import { danger, type Finding, says } from '../../../../shared/kernel/finding.ts';
import { rule } from '../../../../shared/reference/rule.ts';
import type { Consolidation } from '../../consolidation.ts';
import type { LoadedList } from '../../loaded/list.ts';

/** A seal stays until it is broken: a later list has a sealed container as it stands. */
export const sealStands = rule(
  {
    name: '已施封的集装箱照列',
    looksAt: 'the containers that an earlier packing list has sealed, against those of the next',
    severity: ['DANGER'],
  },
  ({ loaded }: Pick<Consolidation, 'loaded'>, { containers }: LoadedList): Finding[] =>
    (loaded?.containers ?? []).flatMap(({ containerNumber, sealNumber, type }) => {
      if (sealNumber === undefined) return [];
      const now = containers.find((one) => one.containerNumber === containerNumber);
      const isSame = now?.type === type && comparableNumber(now.sealNumber ?? '') === comparableNumber(sealNumber);
      if (isSame) return [];
      const pointer = now === undefined ? '/containers' : `/containers/${now.no - 1}`;
      const fact = `集装箱 ${containerNumber} 已以封志 ${sealNumber} 施封，清单没有照列`;
      return [danger('SEAL_STANDS', pointer, says(fact, '请照列该箱及其封志；已拆封卸箱的请先释放'))];
    }),
);

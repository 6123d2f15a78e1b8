import { danger, type Finding, says } from '../../../shared/kernel/finding.ts';
import type { RowOf } from '../../../shared/reference/lists/index.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { ContainerHold } from '../container-hold.ts';

/**
 * A container in use may not be packed again. `holder` is the number of the consolidation, where the caller may know of it.
 */
export const containerInUse = rule(
  {
    id: 'R11',
    name: '集装箱重复装箱',
    looksAt: 'container numbers of a confirmation, against those that others have confirmed some days before',
    threshold: ['consolidationTerms.containerHeldDays'],
    severity: ['DANGER'],
  },
  (
    hold: ContainerHold,
    pointer: string,
    holder: string | undefined,
    { containerHeldDays }: RowOf<'consolidationTerms'>,
  ): Finding[] => [
    danger(
      'R11_CONTAINER_IN_USE',
      pointer,
      says(
        `集装箱 ${hold.containerNumber} 在 ${containerHeldDays} 日内已用于${holder === undefined ? '另一次组货' : `组货单 ${holder}`}，` +
          '不能重复装箱',
        '请核对箱号，确系误填的请先释放该次组货',
      ),
    ),
  ],
);

import { type Finding, review, says } from '../../../../shared/kernel/finding.ts';
import { rule } from '../../../../shared/reference/rule.ts';
import type { LoadedList } from '../../loaded/list.ts';

/** One consolidation over several containers, or one container of several consolidations: told, and no fault. */
export const loadedSplit = rule(
  {
    name: '一单多箱、多单同箱',
    looksAt: 'how many containers a packing list has, and those that hold goods of other consolidations',
    severity: ['REVIEW'],
  },
  ({ containers }: LoadedList): Finding[] => {
    const numbers = containers.map(({ containerNumber }) => containerNumber).join('、');
    const isUnknown = containers.length > 1 && containers.some(({ rows }) => rows.length === 0);
    return [
      ...(containers.length < 2
        ? []
        : [
            review(
              'SPLIT_OVER_CONTAINERS',
              '/containers',
              isUnknown
                ? says(`本单货物分装于 ${numbers}，清单没有逐箱列明，各箱所装货物未判`, '请逐箱列明后重报清单')
                : says(`本单货物分装于 ${numbers}`, '请核对各箱所装货物'),
            ),
          ]),
      ...containers.flatMap(({ isShared, containerNumber }, at) =>
        isShared
          ? [
              review(
                'CONTAINER_SHARED',
                `/containers/${at}`,
                says(`集装箱 ${containerNumber} 与其他组货单拼装，全箱重量、体积和隔离未判`, '请各组货单分别报送清单'),
              ),
            ]
          : [],
      ),
    ];
  },
);

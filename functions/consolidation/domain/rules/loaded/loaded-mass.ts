import { danger, type Finding, says } from '../../../../shared/kernel/finding.ts';
import type { Lists } from '../../../../shared/reference/lists/index.ts';
import { rule } from '../../../../shared/reference/rule.ts';
import { containerTypesOf } from '../../container-types.ts';
import type { Figures } from '../../loaded/figures.ts';
import type { LoadedContainer } from '../../loaded/list.ts';
import { cubicMetres, kilograms } from '../../scale.ts';

/** R09: no container carries more than it may by its plate, or else its type, nor more volume than goes into it. */
export const loadedMass = rule(
  {
    id: 'R09',
    name: '实装不超载重、不超容积',
    looksAt:
      'mass and volume of a container as loaded, against its plate, else its type; what is not stated is not judged',
    threshold: ['containerTypes'],
    severity: ['DANGER'],
  },
  (container: LoadedContainer, { least }: Pick<Figures, 'least'>, lists: Pick<Lists, 'containerTypes'>): Finding[] => {
    const [type] = containerTypesOf(lists, [container.type]);
    if (!type) return [];
    const { containerNumber, no, payloadG = type.payloadG } = container;
    const pointer = `/containers/${no - 1}`;
    const room = type.lengthMm * type.widthMm * type.heightMm * (type.maxFill ?? 1);
    return [
      ...(least.grossG <= payloadG
        ? []
        : [
            danger(
              'R09_OVER_PAYLOAD',
              pointer,
              says(
                `集装箱 ${containerNumber} 实装 ${kilograms(least.grossG)} 千克，超过${container.payloadG === undefined ? '该箱型' : '箱门铭牌'}载重 ${kilograms(payloadG)} 千克`,
                container.payloadG === undefined
                  ? '请卸下超出部分，或填报箱门铭牌的最大总重与空箱重'
                  : '请卸下超出部分',
              ),
            ),
          ]),
      ...(least.volumeMm3 <= room
        ? []
        : [
            danger(
              'R09_OVER_VOLUME',
              pointer,
              says(
                `集装箱 ${containerNumber} 实装 ${cubicMetres(least.volumeMm3)} 立方米，超过可用容积 ${cubicMetres(room)} 立方米`,
                '请核对箱型与体积',
              ),
            ),
          ]),
    ];
  },
);

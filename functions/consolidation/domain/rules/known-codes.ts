import { destinationFindings } from '../../../shared/kernel/country.ts';
import { excerpt } from '../../../shared/kernel/fields.ts';
import { danger, type Finding } from '../../../shared/kernel/finding.ts';
import type { Lists } from '../../../shared/reference/lists/index.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { Rule } from '../application.ts';

/** The country is one there is, and abroad, and the container types are on offer. */
export const knownCodes = rule<Rule>(
  {
    name: '运抵国和箱型在代码表内',
    looksAt: 'the country of destination and the container types, against the lists in force on the day',
    threshold: ['countries', 'containerTypes'],
    severity: ['DANGER'],
  },
  ({ request: { destinationCountry, containerTypes = [] }, lists }) => [
    ...destinationFindings('运抵国', destinationCountry, '/destinationCountry', lists),
    ...containerTypes.flatMap((type, index) => notOffered(type, `/containerTypes/${index}`, lists)),
  ],
);

/** What is wrong with a container type that is not on offer. */
export const notOffered = (
  type: string,
  pointer: string,
  { containerTypes }: Pick<Lists, 'containerTypes'>,
): Finding[] =>
  containerTypes.has(type)
    ? []
    : [
        danger(
          'NOT_ALLOWED',
          pointer,
          `“箱型” “${excerpt(type)}” 不在允许的值之内：${[...containerTypes.keys()].join('、')}`,
        ),
      ];

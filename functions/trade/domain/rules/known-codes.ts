import { destinationFindings } from '../../../shared/kernel/country.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { Rule } from '../submission.ts';

/** The country of destination stands in the list of the day, and is abroad: `UAE` is no country, `ARE` is. */
export const knownCodes = rule<Rule>(
  {
    name: '最终目的国在代码表内',
    looksAt: 'the country of destination, against the countries in force on the day, and whether it is abroad',
    threshold: ['countries'],
    source: 'ISO 3166-1',
    severity: ['DANGER'],
  },
  ({ request, lists }) => destinationFindings('最终目的国', request.destinationCountry, '/destinationCountry', lists),
);

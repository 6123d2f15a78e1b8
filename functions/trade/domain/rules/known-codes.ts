import { danger, says } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { Rule } from '../submission.ts';

/** The country of destination stands in the list of the day: `UAE` is no country, `ARE` is. */
export const knownCodes = rule<Rule>(
  {
    name: '最终目的国在代码表内',
    looksAt: 'the country of destination, against the countries in force on the day',
    threshold: ['countries'],
    source: 'ISO 3166-1',
    severity: ['DANGER'],
  },
  ({ request: { destinationCountry: code }, lists: { countries } }) =>
    countries.has(code)
      ? []
      : [
          danger(
            'UNKNOWN_COUNTRY',
            '/destinationCountry',
            says(`最终目的国“${code}”不在国家（地区）代码表内`, '请用三位字母代码，如阿联酋 ARE'),
            'ISO 3166-1',
          ),
        ],
);

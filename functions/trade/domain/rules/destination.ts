import { says, warning } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { ACCEPT_WITH_EXPLANATION } from '../remedies.ts';
import type { Rule } from '../submission.ts';

/** R17 (designed for this project): goods usually go to the buyer's own country. */
export const destination = rule<Rule>(
  {
    id: 'R17',
    name: '目的国与采购商国别不同',
    looksAt: 'the country of destination, against the buyer’s nationality',
    severity: ['WARNING'],
  },
  ({ request, filed, lists }) => {
    const nationality = filed.buyer?.nationality;
    // What is no country is refused; there is nothing to accept.
    const isKnown = lists.countries.has(request.destinationCountry);
    return nationality === undefined || nationality === request.destinationCountry || !isKnown
      ? []
      : [
          warning(
            'DESTINATION_NOT_BUYER_COUNTRY',
            '/destinationCountry',
            says(
              `最终目的国 ${request.destinationCountry} 与境外采购商的国别 ${nationality} 不同`,
              ACCEPT_WITH_EXPLANATION,
            ),
          ),
        ];
  },
);

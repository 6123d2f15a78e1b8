import { danger, says } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { known, type Rule } from '../application.ts';
import { knownAs } from '../trade.ts';

/** All trades go to the consolidation's country: the trade's consolidation and packing messages carry one destination. */
export const oneDestination = rule<Rule>(
  { name: '同一运抵国', looksAt: 'the country of every trade, against the consolidation’s', severity: ['DANGER'] },
  (application) => {
    const { destinationCountry } = application.request;
    return known(application)
      .filter(({ snapshot }) => snapshot.destinationCountry !== destinationCountry)
      .map(({ snapshot, pointer }) =>
        danger(
          'OTHER_DESTINATION',
          pointer,
          says(
            `交易 ${knownAs(snapshot)} 运抵 ${snapshot.destinationCountry}，与本次组货的运抵国 ${destinationCountry} 不同`,
            '请另行组货',
          ),
        ),
      );
  },
);

import { danger, says } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { known, type Rule } from '../application.ts';
import { knownAs } from '../trade.ts';

/** All trades go to the consolidation's port of discharge: a declaration has one bill of lading. */
export const onePort = rule<Rule>(
  { name: '同一指运港', looksAt: 'the port of every trade, against the consolidation’s', severity: ['DANGER'] },
  (application) => {
    const { portOfDischarge } = application.request;
    return known(application)
      .filter(({ snapshot }) => snapshot.portOfDischarge !== portOfDischarge)
      .map(({ snapshot, pointer }) =>
        danger(
          'OTHER_PORT',
          pointer,
          says(
            `交易 ${knownAs(snapshot)} 的指运港为 ${snapshot.portOfDischarge}，与本次组货的 ${portOfDischarge} 不同`,
            '请另行组货',
          ),
        ),
      );
  },
);

import { danger, says } from '../../../shared/kernel/finding.ts';
import { isPortStated } from '../../../shared/kernel/port.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { known, type Rule } from '../application.ts';
import { knownAs } from '../trade.ts';

/**
 * All trades go to the consolidation's port of discharge: a declaration has one bill of lading. Where it names none yet, to
 * that of the first trade that does; a trade that names none fits any.
 */
export const onePort = rule<Rule>(
  { name: '同一指运港', looksAt: 'the port of every trade, against the consolidation’s', severity: ['DANGER'] },
  (application) => {
    const isStated = (port: string): boolean => isPortStated(port, application.lists);
    const stated = known(application).filter(({ snapshot }) => isStated(snapshot.portOfDischarge));
    const own = application.request.portOfDischarge;
    const portOfDischarge = isStated(own) ? own : (stated[0]?.snapshot.portOfDischarge ?? own);
    return stated
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

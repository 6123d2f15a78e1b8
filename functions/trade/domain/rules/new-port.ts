import { says, warning } from '../../../shared/kernel/finding.ts';
import { portName } from '../counters.ts';
import { ACCEPT_WITH_EXPLANATION } from '../remedies.ts';
import type { Rule } from '../submission.ts';
import { THRESHOLDS } from '../thresholds.ts';

/** R17: the buyer's goods have never gone to this port, after several trades. */
export const newPort: Rule = ({ request, history: { buyer } }) =>
  buyer.trades < THRESHOLDS.port.leastTrades || buyer.ports.has(portName(request.portOfDischarge))
    ? []
    : [
        warning(
          'NEW_PORT_OF_BUYER',
          '/portOfDischarge',
          says(
            `该采购商此前 ${buyer.trades} 笔交易都没有到过指运港 ${request.portOfDischarge}`,
            `请核对。${ACCEPT_WITH_EXPLANATION}`,
          ),
        ),
      ];

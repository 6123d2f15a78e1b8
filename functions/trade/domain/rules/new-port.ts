import { says, warning } from '../../../shared/kernel/finding.ts';
import { isPortStated } from '../../../shared/kernel/port.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { portName } from '../counters.ts';
import { ACCEPT_WITH_EXPLANATION } from '../remedies.ts';
import type { Rule } from '../submission.ts';

/**
 * R17: the buyer's goods have never gone to this port, after several trades. Where a port was not stated, neither now nor
 * in one of them, nothing is known of it.
 */
export const newPort = rule<Rule>(
  {
    id: 'R17',
    name: '采购商首次到港',
    looksAt: 'the port of discharge, against the buyer’s earlier ones',
    threshold: ['thresholds.port'],
    severity: ['WARNING'],
  },
  ({ request, history: { buyer }, lists }) =>
    buyer.trades < lists.thresholds.port.leastTrades ||
    buyer.ports.has(portName(request.portOfDischarge)) ||
    ![request.portOfDischarge, ...buyer.ports].every((port) => isPortStated(port, lists))
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
        ],
);

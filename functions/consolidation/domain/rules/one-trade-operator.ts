import { danger, says } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { known, type Rule } from '../application.ts';
import { knownAs } from '../trade.ts';

/**
 * All trades are declared by the consolidation's trade operator: a declaration has one consignor. A merchant that exports
 * in its own name names no operator; the consolidation's declares for it.
 */
export const oneTradeOperator = rule<Rule>(
  {
    name: '同一经营者',
    looksAt: 'the trade operator of every trade, against the consolidation’s',
    severity: ['DANGER'],
  },
  (application) => {
    const { tradeOperatorId } = application.request;
    return known(application)
      .filter(({ snapshot }) => snapshot.tradeOperatorId !== undefined && snapshot.tradeOperatorId !== tradeOperatorId)
      .map(({ snapshot, pointer }) =>
        danger(
          'OTHER_TRADE_OPERATOR',
          pointer,
          says(`交易 ${knownAs(snapshot)} 委托的是另一经营者，一票报关单只有一个境内发货人`, '请按经营者分别组货'),
        ),
      );
  },
);

import { isAgreementInForce } from '../../../events/agreement.ts';
import { danger, type Finding, notYet, says } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { Filed } from '../filed.ts';
import type { TradeRequest } from '../request.ts';
import type { Rule } from '../submission.ts';

const LEGAL_BASIS = '国家税务总局公告2015年第89号第四条';

/** Who acts for whom, and what of it is filed. */
interface Entrustment {
  readonly request: Pick<TradeRequest, 'merchantId' | 'tradeOperatorId'>;
  readonly filed: Pick<Filed, 'agreements' | 'merchant' | 'tradeOperator'>;
  readonly day: string;
}

/**
 * An entrusted export names its trade operator and stands on an agency agreement in force; a merchant's own export needs
 * neither.
 */
export const entrustedExport = rule<Rule>(
  {
    name: '委托出口须有协议',
    looksAt: 'an agency agreement in force between the merchant and its trade operator',
    source: '国家税务总局公告2015年第89号第四条',
    severity: ['DANGER'],
  },
  (submission) => (submission.request.exportMode === 'SELF' ? [] : unentrusted(submission)),
);

/** Whether one of the agreements between the two is in force on a day. */
export const isAgreed = (agreements: Filed['agreements'], day: string): boolean =>
  agreements.some((agreement) => isAgreementInForce(agreement, day));

/** What a merchant and its trade operator lack for the one to act for the other on a day. */
export const unentrusted = ({ request, filed, day }: Entrustment): Finding[] => {
  if (request.tradeOperatorId === undefined) {
    const message = says(
      '委托出口缺少市场采购贸易经营者',
      '请填写受托的市场采购贸易经营者；自营的，出口方式请改为自营出口',
    );
    return [danger('TRADE_OPERATOR_REQUIRED', '/tradeOperatorId', message, LEGAL_BASIS)];
  }
  if (isAgreed(filed.agreements, day)) return [];
  const merchant = filed.merchant?.name ?? request.merchantId;
  const between = `市场经营户“${merchant}”与“${filed.tradeOperator?.name ?? request.tradeOperatorId}”`;
  const begins = firstDayAfter(filed.agreements, day);
  const said =
    begins === undefined
      ? notYet(`${between}在 ${day} 没有有效的委托代理出口货物协议`, '请先登记协议，刚登记的请几秒后重试')
      : says(`${between}的委托代理出口货物协议自 ${begins} 起生效，${day} 尚未生效`, `请在 ${begins} 或以后登记`);
  return [danger('AGREEMENT_NOT_IN_FORCE', '/tradeOperatorId', said, LEGAL_BASIS)];
};

/** The day on which the next of some agreements begins; undefined where none does. */
const firstDayAfter = (agreements: Filed['agreements'], day: string): string | undefined =>
  agreements
    .filter(({ status, validFrom }) => status === 'IN_FORCE' && validFrom > day)
    .map(({ validFrom }) => validFrom)
    .toSorted()[0];

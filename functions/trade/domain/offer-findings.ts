import { danger, type Finding, notYet, says } from '../../shared/kernel/finding.ts';
import type { FiledParty } from './filed.ts';
import type { OfferRequest } from './offer.ts';
import { knownAs, type Trade } from './trade.ts';

/** A trade as somebody offers it, with all that is known of it. */
export interface OfferableTrade {
  /** Absent where the one who offers may not see it. */
  readonly trade: Trade | undefined;
  /** Whether the goods are there to be offered. */
  readonly goods: 'FREE' | 'TAKEN' | 'WITHDRAWN';
  /** Last day of an offer that was made of them. */
  readonly offeredUntil?: string | undefined;
  /** Whether the one who offers acts for the merchant: the merchant itself, its centre, or who is entrusted on the day. */
  readonly isEntrusted: boolean;
}

/** What stands against an offer on a day. */
export const offerFindings = (
  { tradeIds, consolidatorId }: OfferRequest,
  trades: readonly OfferableTrade[],
  consolidator: FiledParty | undefined,
  day: string,
): Finding[] => [
  ...consolidatorFindings(consolidatorId, consolidator, day),
  ...trades.flatMap((one, index) => {
    const tradeId = tradeIds[index] ?? '';
    if (tradeIds.indexOf(tradeId) < index) {
      return [danger('DUPLICATE_TRADE', `/tradeIds/${index}`, `交易 ${tradeId} 重复列出，请删去一个`)];
    }
    return tradeFindings(tradeId, `/tradeIds/${index}`, one, day);
  }),
];

function consolidatorFindings(id: string, party: FiledParty | undefined, day: string): Finding[] {
  const pointer = '/consolidatorId';
  if (party?.kind !== 'consolidator') {
    const said = notYet(`“${id}”不是本区县备案的组货人，或刚备案尚未生效（通常几秒内）`, '请在往来方名录中查找组货人');
    return [danger('CONSOLIDATOR_NOT_FILED', pointer, said)];
  }
  if (party.status === 'ACTIVE' && party.validUntil >= day) return [];
  return [
    danger('CONSOLIDATOR_NOT_IN_FORCE', pointer, says(`组货人“${party.name}”的备案不在有效期内`, '请改选其他组货人')),
  ];
}

function tradeFindings(
  id: string,
  pointer: string,
  { trade, goods, offeredUntil, isEntrusted }: OfferableTrade,
  day: string,
): Finding[] {
  if (!trade) {
    return [
      danger('TRADE_NOT_FOUND', pointer, says(`没有找到您的交易 ${id}`, '请核对编号，只能提交自己的或受托的交易')),
    ];
  }
  if (!isEntrusted) {
    const fact = `经营户“${trade.merchant.name}”与贵单位在 ${day} 没有有效的委托代理出口货物协议`;
    return [danger('AGREEMENT_NOT_IN_FORCE', pointer, notYet(fact, '请由经营户自己提交，或先登记协议'))];
  }
  if (goods === 'WITHDRAWN')
    return [danger('TRADE_NOT_FREE', pointer, says(`交易 ${knownAs(trade)} 已撤回`, '请从清单中删去'))];
  if (goods === 'TAKEN') {
    const said = says(`交易 ${knownAs(trade)} 的货物已在组货单中`, '请从清单中删去，或先由组货人释放');
    return [danger('TRADE_NOT_FREE', pointer, said)];
  }
  if (offeredUntil !== undefined && day <= offeredUntil) {
    const fact = `交易 ${knownAs(trade)} 已提交给组货人（至 ${offeredUntil}），一笔交易一次只能提交给一个组货人`;
    return [danger('ALREADY_OFFERED', pointer, says(fact, '请先撤回原来的提交'))];
  }
  return [];
}

import { says } from '../../../shared/kernel/finding.ts';
import { ownNumber, seriesOf } from '../../domain/gzsw/numbers.ts';
import { ownersOf } from '../../domain/gzsw/owners.ts';
import { notTaken, type Receipt, refusal, taken } from '../../domain/gzsw/receipt.ts';
import type { DocumentOf } from '../../store/gzsw-documents.ts';
import type { Exchange } from './exchange.ts';

/**
 * CONT 代理协议: the message names the entrusting merchant only, and asks for the contract of each of its entrusted trades.
 * Each rests on the agreement that the registry holds. Those that this message has made are answered; where another has
 * made all of them, the last.
 */
export async function cont(exchange: Exchange): Promise<Receipt> {
  const { message, store, districtId, madeOn, today, at } = exchange;
  const trades = await store.ofClient(districtId, 'TRAD', message.sender);
  const entrusted = trades.filter(({ document }) => document.tradeId !== undefined && document.operator !== undefined);
  if (entrusted.length === 0) return refusal(notTaken(says('没有已提交的委托代理交易单', '请先报送交易单（TRAD）')));
  const numbers: string[] = [];
  let latest = '';
  for (const { number: tradingNo, document } of entrusted) {
    const before = await store.findByClient(districtId, 'CONT', message.sender, tradingNo);
    if (before) {
      latest = before.number;
      if (before.document.messageId === message.id) numbers.push(before.number);
      continue;
    }
    const series = seriesOf('XY', districtId, madeOn);
    const number = await store.freeNumber(districtId, series, ownNumber(series, tradingNo.slice(-series.digits)));
    const contract: DocumentOf<'CONT'> = {
      type: 'CONT',
      createOrg: message.sender,
      parties: ownersOf(exchange.senderIds, ...(document.parties ?? [])),
      tradingNo,
      operator: document.operator ?? '',
      operatorName: document.operatorName ?? '',
      sellerName: document.sellerName,
      madeOn: today,
      messageId: message.id,
    };
    await store.keep(districtId, number, at, contract, { createOrg: message.sender, id: tradingNo });
    numbers.push(number);
  }
  const answered = numbers.length === 0 ? [latest] : numbers;
  return taken(answered.map((number, index) => ({ [`contractNo${index}`]: number })));
}

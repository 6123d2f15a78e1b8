import { child } from '../../domain/gzsw/element.ts';
import { type ItemOutcome, type Receipt, receiptOf } from '../../domain/gzsw/receipt.ts';
import { tradeAnswer } from '../../domain/gzsw/trade-answer.ts';
import { readTrade, type TradeMessage } from '../../domain/gzsw/trade-message.ts';
import type { Exchange } from './exchange.ts';
import { items } from './message.ts';
import { tradeContent } from './trade-content.ts';
import { tradeParties } from './trade-parties.ts';
import { TRADE } from './trade-registration.ts';
import { upsertRecord } from './upsert-record.ts';

/**
 * TRAD 交易单. A trade that the registry doubts is answered with an exception and waits as 预录入; sent again with a remark
 * it is registered, the remark being the explanation. One that is registered answers the same again, and with another
 * content is withdrawn and registered anew under its number.
 */
export async function trad(exchange: Exchange): Promise<Receipt> {
  const outcomes: ItemOutcome[] = [];
  for (const [index, item] of items(exchange.message.body, 'Trade').entries()) {
    const said = readTrade(item, items(child(item, 'TradeDetailList'), 'TradeDetail'));
    outcomes.push(await answerTrade(exchange, said, index));
  }
  return receiptOf(outcomes, '交易单');
}

/** What is said, who and what is meant by it, the record it makes or changes, and the answer: each stands in its file. */
async function answerTrade(exchange: Exchange, said: TradeMessage, index: number): Promise<ItemOutcome> {
  const parties = await tradeParties(exchange, said);
  if ('refused' in parties) return parties;
  const named = { number: said.tradingNo, clientId: said.tradingId, index };
  const kept = await upsertRecord(exchange, TRADE, named, (before) => tradeContent(exchange, said, parties, before));
  return 'refused' in kept ? kept : { taken: tradeAnswer(kept.number, kept.document, index) };
}

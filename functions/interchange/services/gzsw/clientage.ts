import { type ItemOutcome, type Receipt, receiptOf } from '../../domain/gzsw/receipt.ts';
import { agree } from './agreement.ts';
import { type Exchange, partyInForce } from './exchange.ts';
import { child, field, items } from './message.ts';

/**
 * CLIENTAGE 委托关系: each client listed entrusts the sender. The login names and passwords that clients put into this
 * message are never read.
 */
export async function clientage(exchange: Exchange): Promise<Receipt> {
  const { body, sender } = exchange.message;
  const operator = await partyInForce(exchange, 'tradeOperator', '受托企业', sender);
  const outcomes: ItemOutcome[] = [];
  for (const detail of items(child(body, 'ClientageList'), 'ClientageDetail')) {
    const code = field(detail, 'sgsRegCode');
    const merchant =
      code === undefined ? { missing: '社会信用代码为空' } : await partyInForce(exchange, 'merchant', '委托企业', code);
    if (!operator.party || !merchant.party) {
      outcomes.push({ refused: [operator.missing, merchant.missing].filter((sentence) => sentence !== undefined) });
      continue;
    }
    const refused = await agree(exchange, merchant.party, operator.party);
    outcomes.push(refused ? { refused } : { taken: { sgsRegCode: code } });
  }
  return receiptOf(outcomes, '委托企业');
}

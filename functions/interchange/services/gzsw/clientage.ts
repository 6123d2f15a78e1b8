import { child, field } from '../../domain/gzsw/element.ts';
import { type ItemOutcome, notTaken, type Receipt, receiptOf, together } from '../../domain/gzsw/receipt.ts';
import { agree } from './entrustment.ts';
import type { Exchange } from './exchange.ts';
import { items } from './message.ts';
import { type Found, missingIn, partyInForce } from './party-in-force.ts';

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
    const merchant: Found =
      code === undefined
        ? { missing: notTaken('社会信用代码为空') }
        : await partyInForce(exchange, 'merchant', '委托企业', code);
    if (!operator.party || !merchant.party) {
      outcomes.push(together(missingIn(operator, merchant)));
      continue;
    }
    outcomes.push((await agree(exchange, merchant.party, operator.party)) ?? { taken: { sgsRegCode: code } });
  }
  return receiptOf(outcomes, '委托企业');
}

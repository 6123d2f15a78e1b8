import { isParty } from '../../../shared/auth/caller.ts';
import { comparableNumber } from '../../../shared/kernel/comparison.ts';
import { type NotTaken, notTaken, together } from '../../domain/gzsw/receipt.ts';
import type { TradeMessage } from '../../domain/gzsw/trade-message.ts';
import type { Parties } from '../../domain/gzsw/trade-request.ts';
import type { Exchange } from './exchange.ts';
import { type Found, missingIn, partyInForce } from './party-in-force.ts';

/** The parties in force that a trade names, if it is one that the caller may send. */
export async function tradeParties(exchange: Exchange, said: TradeMessage): Promise<Parties | NotTaken> {
  const foreign = foreignTo(exchange, said);
  if (foreign) return foreign;
  const find = async (kind: string, label: string, name: string, code: string | undefined): Promise<Found> =>
    code === undefined ? { missing: notTaken(`${label}（${name}）为空`) } : partyInForce(exchange, kind, label, code);
  const seller = await find('merchant', '供货商', 'solder', said.seller);
  const buyer = await find('buyer', '采购商', 'buyer', said.buyer);
  const operator =
    said.operator === undefined ? undefined : await find('tradeOperator', '代理商', 'proxyer', said.operator);
  if (!seller.party || !buyer.party || operator?.missing) return together(missingIn(seller, buyer, operator));
  return { seller: seller.party, buyer: buyer.party, operator: operator?.party };
}

/** Why a party may not send a trade: it is none of its own, whatever the codes in it stand for. */
function foreignTo(
  { caller, message: { sender } }: Exchange,
  { seller, operator }: TradeMessage,
): NotTaken | undefined {
  if (!isParty(caller)) return undefined;
  const [code, name, label] =
    caller.role === 'merchant' ? [seller, 'solder', '供货商'] : [operator, 'proxyer', '代理商'];
  return code !== undefined && comparableNumber(code) === sender
    ? undefined
    : notTaken(`只能报送本单位的交易单：${label}（${name}）应为 ${sender}`);
}

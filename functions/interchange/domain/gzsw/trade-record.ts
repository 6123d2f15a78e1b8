import { codeOf } from '../known.ts';
import { ownersOf } from './owners.ts';
import type { Registration, TradeDocument } from './trade-document.ts';
import type { TradeMessage } from './trade-message.ts';
import type { Line, Parties } from './trade-request.ts';

/** A trade of a message as it is kept. @param returnIds the numbers of its lines, in their order */
export function tradeDocument(
  {
    said,
    parties: { buyer, seller, operator },
    lines,
    digest,
  }: {
    readonly said: TradeMessage;
    readonly parties: Parties;
    readonly lines: readonly Line[];
    readonly digest: string;
  },
  sender: { readonly code: string; readonly entityIds: readonly string[] },
  registration: Registration,
  returnIds: readonly string[],
): TradeDocument {
  return {
    type: 'TRAD',
    createOrg: sender.code,
    parties: ownersOf(sender.entityIds, seller.entityId, operator?.entityId),
    // By which the message names it: the register tells nobody a buyer's certificate.
    buyer: said.buyer ?? codeOf(buyer),
    buyerName: buyer.name,
    seller: codeOf(seller),
    sellerName: seller.name,
    operator: operator && codeOf(operator),
    operatorName: operator?.name,
    taxWay: said.taxWay,
    agencyReceipt: said.agencyReceipt,
    rmbMoney: said.rmbMoney,
    remark: said.remark,
    digest,
    lines: lines.map(({ goodsId: _goodsId, ...line }, index) => ({ ...line, returnId: returnIds[index] ?? '' })),
    ...registration,
  };
}

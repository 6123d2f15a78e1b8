import { type Element, field } from './element.ts';

/** A trade as a TRAD message says it: by the codes of the dialect, its numbers as they were written. */
export interface TradeMessage {
  /** The platform's number, where the client sends the trade again. */
  readonly tradingNo: string | undefined;
  /** The client's own identifier. */
  readonly tradingId: string | undefined;
  readonly seller: string | undefined;
  readonly buyer: string | undefined;
  /** Absent where the merchant exports in its own name. */
  readonly operator: string | undefined;
  readonly remark: string | undefined;
  readonly taxWay: string | undefined;
  readonly agencyReceipt: string | undefined;
  readonly rmbMoney: string | undefined;
  readonly lines: readonly LineMessage[];
}

export interface LineMessage {
  readonly clientId: string;
  readonly goodsCode: string | undefined;
  readonly legalQuantity: string | undefined;
  readonly dealQuantity: string | undefined;
  readonly secondQuantity: string | undefined;
  readonly unitPrice: string | undefined;
  readonly amount: string | undefined;
  readonly currencyCode: string | undefined;
}

/** @param details the lines of the trade */
export const readTrade = (item: Element, details: readonly Element[]): TradeMessage => ({
  tradingNo: field(item, 'tradingNo'),
  tradingId: field(item, 'tradingId'),
  seller: field(item, 'solder')?.toUpperCase(),
  buyer: field(item, 'buyer')?.toUpperCase(),
  operator: field(item, 'proxyer')?.toUpperCase(),
  remark: field(item, 'remark'),
  taxWay: field(item, 'applyWay'),
  agencyReceipt: field(item, 'isAgencyReceipt'),
  rmbMoney: field(item, 'rmbMoney'),
  lines: details.map((detail, index) => ({
    clientId: field(detail, 'tradeDetailId') ?? String(index + 1),
    goodsCode: field(detail, 'goodsCode'),
    // `quantity` is the legal quantity, `cAmount` the deal quantity, `weight` the second quantity.
    legalQuantity: field(detail, 'quantity'),
    dealQuantity: field(detail, 'cAmount'),
    secondQuantity: field(detail, 'weight'),
    unitPrice: field(detail, 'price'),
    amount: field(detail, 'totalPrice'),
    currencyCode: field(detail, 'tradeCurr'),
  })),
});

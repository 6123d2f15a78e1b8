import { says } from '../../../shared/kernel/finding.ts';
import type { Lists } from '../../../shared/reference/lists/index.ts';
import { currencyOf } from '../codes.ts';
import type { KnownParty } from '../known.ts';
import { type NotTaken, notTaken } from './receipt.ts';
import type { TradeLine } from './trade-document.ts';
import type { LineMessage } from './trade-message.ts';

export interface Parties {
  readonly buyer: KnownParty;
  readonly seller: KnownParty;
  /** Absent where the merchant exports in its own name. */
  readonly operator: KnownParty | undefined;
}

/** Filed goods of the seller, as a line names them. */
export interface Goods {
  readonly goodsId: string;
  readonly nameZh: string;
  readonly specification: string;
  readonly dealUnit: string;
  readonly legalUnit: string;
  readonly secondUnit?: string | undefined;
}

/** A line before it has its return number. */
export type Line = Omit<TradeLine, 'returnId'> & { readonly goodsId: string };

/**
 * The lines of a trade, complete and in one currency; or every reason why not.
 *
 * @param goodsOf the seller's goods under a code
 */
export function linesOf(
  said: readonly LineMessage[],
  seller: KnownParty,
  goodsOf: ReadonlyMap<string, Goods>,
  lists: Lists,
): readonly Line[] | NotTaken {
  const read = said.map((line, index) => lineOf(line, `第${index + 1}个商品`, seller, goodsOf, lists));
  const problems = read.flatMap((line) => ('refused' in line ? line.refused : []));
  if (problems.length > 0) return notTaken(...problems);
  const lines = read.flatMap((line) => ('refused' in line ? [] : [line]));
  const currencies = new Set(lines.map(({ currency }) => currency));
  return currencies.size > 1 ? notTaken('同一交易单只能有一种币制，请按币制分单') : lines;
}

function lineOf(
  said: LineMessage,
  where: string,
  seller: KnownParty,
  goodsOf: ReadonlyMap<string, Goods>,
  lists: Lists,
): Line | NotTaken {
  const { goodsCode, legalQuantity, dealQuantity, unitPrice, amount, currencyCode = '' } = said;
  const currency = currencyOf(currencyCode, lists);
  const goods = goodsCode === undefined ? undefined : goodsOf.get(goodsCode);
  const problems = [
    ...(legalQuantity === undefined ? [`${where}法定数量（quantity）为空`] : []),
    ...(dealQuantity === undefined ? [`${where}成交数量（cAmount）为空`] : []),
    ...(unitPrice === undefined ? [`${where}单价（price）为空`] : []),
    ...(amount === undefined ? [`${where}总价（totalPrice）为空`] : []),
    ...(currency === undefined ? [`${where}币制“${currencyCode}”不在代码表内`] : []),
    ...(goodsCode === undefined ? [`${where}商品编码为空`] : []),
    ...(goodsCode !== undefined && !goods
      ? [says(`${where}：“${seller.name}”的商品库无对应的商品 ${goodsCode}`, '请先报送商品备案（GOODS）')]
      : []),
  ];
  if (problems.length > 0 || goodsCode === undefined || !goods) return notTaken(...problems);
  return {
    clientId: said.clientId,
    goodsCode,
    goodsId: goods.goodsId,
    name: goods.nameZh,
    model: goods.specification,
    dealQuantity: dealQuantity ?? '',
    dealUnit: goods.dealUnit,
    legalQuantity: legalQuantity ?? '',
    legalUnit: goods.legalUnit,
    secondQuantity: said.secondQuantity,
    secondUnit: goods.secondUnit,
    unitPrice: unitPrice ?? '',
    amount: amount ?? '',
    currency: currency ?? '',
  };
}

/**
 * The body of `POST /v1/trades`. The message says nothing of the destination, which is the buyer's country; nor of the
 * port, which the declaration names; nor of cartons, which are measured when the goods arrive.
 */
export const requestOf = (
  { seller, buyer, operator }: Parties,
  lines: readonly Line[],
  { gzswAssumptions }: Lists,
) => ({
  merchantId: seller.entityId,
  buyerId: buyer.entityId,
  tradeOperatorId: operator?.entityId,
  exportMode: operator ? 'ENTRUSTED' : 'SELF',
  destinationCountry: buyer.nationality,
  portOfDischarge: gzswAssumptions.portOfDischarge,
  currency: lines[0]?.currency ?? '',
  lines: lines.map((line) => ({
    goodsId: line.goodsId,
    quantity: numeric(line.dealQuantity),
    unit: line.dealUnit,
    legalQuantity: numeric(line.legalQuantity),
    secondQuantity: line.secondQuantity === undefined ? undefined : numeric(line.secondQuantity),
    unitPrice: line.unitPrice,
    amount: line.amount,
  })),
});

/** A number for the registry to judge; text that is none stays text and is refused there by its field. */
const numeric = (text: string): number | string => (/^\d{1,15}(\.\d{1,8}0{0,20})?$/.test(text) ? Number(text) : text);

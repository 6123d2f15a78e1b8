import { sha256 } from '../../../shared/digest.ts';
import { says } from '../../../shared/kernel/finding.ts';
import { type NotTaken, notTaken } from '../../domain/gzsw/receipt.ts';
import type { TradeMessage } from '../../domain/gzsw/trade-message.ts';
import { type Goods, type Line, linesOf, type Parties, requestOf } from '../../domain/gzsw/trade-request.ts';
import type { Kept } from '../../store/gzsw-documents.ts';
import { unentrustedTo } from './entrustment.ts';
import type { Exchange } from './exchange.ts';
import type { Content } from './upsert-record.ts';

/** A trade of a message in the registry's own terms. */
export interface TradeContent extends Content {
  readonly said: TradeMessage;
  readonly parties: Parties;
  readonly lines: readonly Line[];
  readonly request: ReturnType<typeof requestOf>;
}

/** Reads the goods of a trade by the codes that name them. @param before what stands under its number */
export async function tradeContent(
  exchange: Exchange,
  said: TradeMessage,
  parties: Parties,
  before: Kept<'TRAD'> | undefined,
): Promise<TradeContent | NotTaken> {
  const { seller } = parties;
  // Which goods a merchant has filed is told to those who act for it.
  const unentrusted =
    before?.document.seller === seller.identifier ? undefined : await unentrustedTo(exchange, parties);
  if (unentrusted) return unentrusted;
  const goods = await goodsOf(exchange, said, seller.entityId);
  if ('refused' in goods) return goods;
  const lines = linesOf(said.lines, seller, goods, exchange.lists);
  if ('refused' in lines) return lines;
  const request = requestOf(parties, lines, exchange.lists);
  return { said, parties, lines, request, digest: sha256(request) };
}

/**
 * A merchant's goods by the codes of a message: the numbers of the registry. Those that an earlier release gave to messages
 * alone are read too, where they cannot be meant otherwise.
 */
async function goodsOf(
  { store, known, districtId }: Exchange,
  said: TradeMessage,
  merchantId: string,
): Promise<Map<string, Goods> | NotTaken> {
  const codes = [...new Set(said.lines.flatMap(({ goodsCode }) => goodsCode ?? []))];
  const filed = await known.goodsByNumber(districtId, codes);
  const found = await Promise.all(
    codes.map(async (code) => {
      const ours = await store.find(districtId, 'GOODS', code);
      const goods = [filed.get(code), ours?.document].flatMap((one) => (one?.merchantId === merchantId ? [one] : []));
      return { code, goods };
    }),
  );
  const twofold = found.filter(({ goods: [one, other] }) => other !== undefined && other.goodsId !== one?.goodsId);
  if (twofold.length > 0) {
    return notTaken(
      ...twofold.map(({ code, goods: [one, other] }) =>
        says(
          `商品编码“${code}”是登记的“${one?.nameZh}”的编号，以前的报文也用它指“${other?.nameZh}”，不能确定是哪一种`,
          `请按登记的商品编号重新报送`,
        ),
      ),
    );
  }
  return new Map(found.flatMap(({ code, goods: [one] }): [string, Goods][] => (one ? [[code, one]] : [])));
}

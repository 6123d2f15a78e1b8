import { sha256 } from '../../../shared/digest.ts';
import type { NotTaken } from '../../domain/gzsw/receipt.ts';
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
  const lines = linesOf(said.lines, seller, await goodsOf(exchange, said, seller.entityId), exchange.lists);
  if ('refused' in lines) return lines;
  const request = requestOf(parties, lines, exchange.lists);
  return { said, parties, lines, request, digest: sha256(request) };
}

/** A merchant's goods by the codes of a message: numbers of this dialect first, then those that filing gave. */
async function goodsOf(
  { store, known, districtId }: Exchange,
  said: TradeMessage,
  merchantId: string,
): Promise<Map<string, Goods>> {
  const codes = [...new Set(said.lines.flatMap(({ goodsCode }) => goodsCode ?? []))];
  const filed = await known.goodsByNumber(districtId, codes);
  const found = await Promise.all(
    codes.map(async (code): Promise<[string, Goods][]> => {
      const ours = await store.find(districtId, 'GOODS', code);
      const goods = [ours?.document, filed.get(code)].find((candidate) => candidate?.merchantId === merchantId);
      return goods ? [[code, goods]] : [];
    }),
  );
  return new Map(found.flat());
}

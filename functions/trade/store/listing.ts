import { type DistrictId, parseIdentifier } from '../../shared/kernel/identifier.ts';
import { numberedPage } from '../../shared/numbers/list.ts';
import { aggregate, type StoredHead } from '../../shared/table/aggregate.ts';
import { form } from '../../shared/table/form.ts';
import { districtKey } from '../../shared/table/keys.ts';
import { type Listed, listPage, type PageRequest } from '../../shared/table/list.ts';
import { facet, type Listing, stateKey } from '../../shared/table/listing.ts';
import type { Table } from '../../shared/table/table.ts';
import { put, type Write } from '../../shared/table/write.ts';
import { type TradeBrief, tradeBrief } from '../domain/totals.ts';
import { partiesOf, type Trade, TradeBody, TradeHead } from '../domain/trade.ts';

/** A trade is listed in its district, and in the own lists of its merchant and of its trade operator. */
export interface TradeListRequest extends PageRequest {
  /** Only trades of this merchant or trade operator. */
  readonly party?: string | undefined;
  readonly status?: Trade['status'] | undefined;
  /** Only trades whose review is open. */
  readonly inReview: boolean;
  readonly destinationCountry?: string | undefined;
  /** Only the trade that bears this number, however it was typed. */
  readonly tradeNumber?: string | undefined;
}

/** A trade is a head, and a body of what was entered; measuring writes another. Its events tell the lines by the body. */
export const record = aggregate({
  head: form('trade', TradeHead),
  body: form('trade-body', TradeBody),
  brief: tradeBrief,
  packsBody: true,
  told: ['lines'],
});

export const tradeKey = (districtId: DistrictId, tradeId: string) => districtKey(districtId, 'TRADE', tradeId);

export const TRADES = 'TRADES';
/** The queue of the reviewers; a trade stands in it by a pointer, beside the state of its own. */
const REVIEW = 'REVIEW';

export const listing = (trade: Trade): Listing => ({
  districtId: trade.districtId,
  collection: TRADES,
  state: trade.status,
  owners: partiesOf(trade),
  sought: [trade.destinationCountry],
});

const waits = (trade: TradeHead | undefined): boolean =>
  trade?.review?.state === 'OPEN' && trade.status !== 'WITHDRAWN';

/** The pointer by which a trade stands before the reviewers while they have to decide, and leaves when they need not. */
export const reviewWrites = (before: Trade | undefined, trade: Trade, at: string): Write[] =>
  waits(before) === waits(trade) ? [] : [reviewPointer(trade, at)];

/** @param at since when they have to */
export const reviewPointer = (trade: Trade, at: string): Write =>
  put({
    pk: tradeKey(trade.districtId, trade.id),
    sk: REVIEW,
    ...(waits(trade) && { stateKey: stateKey(trade.districtId, TRADES, REVIEW), stateSort: at, ...soughtOf(trade) }),
  });

const soughtOf = ({ destinationCountry }: Trade) => ({ sought: facet(destinationCountry) });

/** One page, the latest change or creation first; from a given time on the earliest change first, so that a client can follow. */
export async function listTrades(
  table: Table,
  { party, inReview, status, destinationCountry, tradeNumber, ...request }: TradeListRequest,
): Promise<Listed<StoredHead<TradeHead, TradeBrief>>> {
  const isAsked = ({ data }: StoredHead<TradeHead, TradeBrief>) =>
    (status === undefined || data.status === status) &&
    (destinationCountry === undefined || data.destinationCountry === destinationCountry) &&
    (!inReview || waits(data));
  if (tradeNumber !== undefined) {
    return numberedPage(table, request, tradeNumber, {
      load: (id) => record.loadHead(table, tradeKey(parseIdentifier('trade', id)?.districtId ?? '', id)),
      keep: (trade) => (party === undefined || partiesOf(trade.data).includes(party)) && isAsked(trade),
    });
  }
  const queue = inReview && party === undefined && request.since === undefined ? REVIEW : status;
  return listPage(table, {
    ...request,
    collection: TRADES,
    newestFirst: true,
    state: queue,
    ...(party === undefined ? {} : { owners: [party] }),
    ...(destinationCountry === undefined ? {} : { sought: [facet(destinationCountry)] }),
    read: record.headOf,
    keep: isAsked,
  });
}

import type { DistrictId } from '../../shared/kernel/identifier.ts';
import { type Listing, parseStored, type Stored } from '../../shared/table/aggregate.ts';
import { CURRENT, districtKey } from '../../shared/table/keys.ts';
import { type Listed, type ListRequest, listPage } from '../../shared/table/list.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { put, type Write } from '../../shared/table/write.ts';
import { Trade } from '../domain/trade.ts';

/**
 * Trades are listed by time of change for their district, and for each party by a pointer of its own, so that nobody's
 * list walks over others' trades. The pointers change in the transaction of the trade.
 */
export interface TradeListRequest extends Pick<ListRequest, 'districts' | 'limit' | 'cursor' | 'since' | 'at'> {
  /** Only trades of this merchant or trade operator. */
  readonly party?: string | undefined;
  readonly status?: Trade['status'] | undefined;
  /** Only trades whose review is open. */
  readonly inReview: boolean;
  readonly destinationCountry?: string | undefined;
}

export const tradeKey = (districtId: DistrictId, tradeId: string) => districtKey(districtId, 'TRADE', tradeId);

const ALL: string[] = [];
const IN_REVIEW = ['REVIEW'];
const ofParty = (entityId: string) => ['PARTY', entityId];

const listingOf = (
  { districtId, status }: Pick<Trade, 'districtId' | 'status'>,
  scope: readonly string[],
): Required<Listing> => ({
  list: districtKey(districtId, 'TRADES', ...scope),
  queue: districtKey(districtId, 'TRADES', ...scope, status),
});

export const listing = (trade: Trade): Listing => listingOf(trade, ALL);

/** One pointer for each party, and one for the reviewers that is listed only while they have to decide. */
export function pointerWrites(trade: Trade, at: string): Write[] {
  const { id, merchant, tradeOperatorId, destinationCountry, status, review } = trade;
  const waits = review?.state === 'OPEN' && status !== 'WITHDRAWN';
  const parties = [merchant.id, ...(tradeOperatorId === undefined ? [] : [tradeOperatorId])];
  const pk = tradeKey(trade.districtId, id);
  const pointer = (scope: readonly string[], listed: boolean): Write => {
    const { list, queue } = listingOf(trade, scope);
    const sort = `${at}#${pk}`;
    return put({
      pk,
      sk: `LISTED#${scope.join('#')}`,
      destinationCountry,
      waits,
      ...(listed ? { listKey: list, listSort: sort, queueKey: queue, queueSort: sort } : {}),
    });
  };
  return [
    ...parties.map((entityId) => pointer(ofParty(entityId), true)),
    ...(review === undefined ? [] : [pointer(IN_REVIEW, waits)]),
  ];
}

/** One page, the latest change first; from a given time on the earliest first, so that a client can follow. */
export async function listTrades(
  table: Table,
  { party, inReview, status, destinationCountry, ...request }: TradeListRequest,
): Promise<Listed<Stored<Trade>>> {
  const scope = scopeOf(party, inReview);
  const keys = (districtId: DistrictId) => listingOf({ districtId, status: status ?? 'REGISTERED' }, scope);
  const page = await listPage(table, {
    ...request,
    newestFirst: true,
    index: status === undefined ? 'byList' : 'byQueue',
    partition: (districtId) => (status === undefined ? keys(districtId).list : keys(districtId).queue),
    keep: (item) =>
      (destinationCountry === undefined || destinationOf(item) === destinationCountry) &&
      (!inReview || item['waits'] === true),
  });
  const trades = scope === ALL ? page.items : await table.getMany(page.items.map(({ pk }) => ({ pk, sk: CURRENT })));
  const stored = trades.flatMap((item) => (item ? [parseStored(item, Trade)] : []));
  return { ...page, items: stored };
}

function scopeOf(party: string | undefined, inReview: boolean): readonly string[] {
  if (party !== undefined) return ofParty(party);
  return inReview ? IN_REVIEW : ALL;
}

/** Of a trade or of a pointer to it. */
const destinationOf = (item: StoredItem): unknown =>
  item['destinationCountry'] ?? (item['data'] as Trade | undefined)?.destinationCountry;

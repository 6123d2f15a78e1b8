import { type Caller, maySee } from '../../shared/auth/caller.ts';
import { visible } from '../../shared/http/visible.ts';
import { offerTo } from '../../shared/ledger/ledger.ts';
import { offeredSummaryToJson } from '../contract/offered-trade-json.ts';
import { type ListedTrade, listedTradeToJson } from '../contract/trade-json.ts';
import type { TradeSummaryJson } from '../contract/trades.ts';
import { scopeOf } from '../domain/trade.ts';
import type { tradeStore } from '../store/index.ts';

/** What of trades is shown to whom: to their parties, and to the consolidator to whom they are offered, while they are. */

type Store = ReturnType<typeof tradeStore>;

/** The reader of a trade by whoever may see it, in whatever way. @param day in China */
export const readableOrOffered = (store: Store, day: string) =>
  visible('trade', store.load, async (caller, trade) => {
    if (maySee(caller, scopeOf(trade))) return true;
    if (caller.role !== 'agent' || caller.entityId === undefined || caller.districtId !== trade.districtId)
      return false;
    const [ledger] = await store.ledgers([trade.id]);
    return offerTo(ledger, caller.entityId, day) !== undefined;
  });

/** The trades of a page of the caller's list: its own, and those that are offered to it still. @param day in China */
export async function shownIn(
  store: Store,
  caller: Caller,
  page: readonly ListedTrade[],
  day: string,
): Promise<TradeSummaryJson[]> {
  const { districtId, entityId } = caller;
  const isOwn = ({ data }: ListedTrade): boolean => maySee(caller, scopeOf({ ...data, districtId }));
  const others = caller.role === 'agent' ? page.filter((trade) => !isOwn(trade)) : [];
  const ledgers = await store.ledgers(others.map(({ data }) => data.id));
  const offered = new Set(ledgers.flatMap((ledger) => (offerTo(ledger, entityId, day) ? [ledger?.tradeId] : [])));
  return page.flatMap((trade) => {
    if (!others.includes(trade)) return [listedTradeToJson(trade)];
    return offered.has(trade.data.id) ? [offeredSummaryToJson(listedTradeToJson(trade))] : [];
  });
}

import { type Caller, maySee } from '../../shared/auth/caller.ts';
import { notFound } from '../../shared/http/problem.ts';
import { parseIdentifier } from '../../shared/kernel/identifier.ts';
import { offerTo } from '../../shared/ledger/ledger.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import { offeredSummaryToJson } from '../contract/offered-trade-json.ts';
import { type ListedTrade, listedTradeToJson } from '../contract/trade-json.ts';
import type { TradeSummaryJson } from '../contract/trades.ts';
import { scopeOf, type Trade } from '../domain/trade.ts';
import type { tradeStore } from '../store/index.ts';

/** What of trades is shown to whom: to their parties, and to the consolidator to whom they are offered, while they are. */

type Store = ReturnType<typeof tradeStore>;

/** @param day in China @throws Problem NOT_FOUND where there is none that the caller may see, in whatever way */
export async function readableOrOffered(store: Store, caller: Caller, id = '', day: string): Promise<Stored<Trade>> {
  const found = parseIdentifier('trade', id)?.districtId === undefined ? undefined : await store.load(id);
  if (!found) throw notFound();
  if (maySee(caller, scopeOf(found.data))) return found;
  const isOffered = caller.role === 'agent' && caller.districtId === found.data.districtId;
  const [ledger] = isOffered ? await store.ledgers([id]) : [];
  if (caller.entityId === undefined || !offerTo(ledger, caller.entityId, day)) throw notFound();
  return found;
}

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

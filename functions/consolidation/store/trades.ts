import { dayInChina } from '../../shared/kernel/china-time.ts';
import { type DistrictId, parseIdentifier } from '../../shared/kernel/identifier.ts';
import { offerTo, readLedgers } from '../../shared/ledger/ledger.ts';
import { form } from '../../shared/table/form.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import { listPage } from '../../shared/table/list.ts';
import { type IndexKeys, ownerKey, stateKey } from '../../shared/table/listing.ts';
import { pack } from '../../shared/table/packed.ts';
import { keptDetail, putNewest } from '../../shared/table/read-model.ts';
import type { Table } from '../../shared/table/table.ts';
import { TradeSnapshot } from '../domain/trade.ts';

/** What consolidation knows of trades, and which of them can be consolidated. */

/** Items of version 1 stand in no list of their trade operator; what they say is the same. */
export const TRADE = form('consolidation-trade', TradeSnapshot, [(trade) => ({ ...trade })]);

export const TRADES = 'CONSOLIDATION_TRADES';
const OPEN = 'OPEN';

export const tradeKey = (tradeId: string): Key => ({
  pk: districtKey(parseIdentifier('trade', tradeId)?.districtId ?? '', 'CONSOLIDATION_TRADE', tradeId),
  sk: CURRENT,
});

/** Where a trade stands among those that can be consolidated, of all and of its operator; nowhere, where it cannot. */
const openKeys = ({ districtId, status, measured, registeredAt, tradeOperatorId }: TradeSnapshot): IndexKeys =>
  status === 'REGISTERED' && measured
    ? {
        stateKey: stateKey(districtId, TRADES, OPEN),
        stateSort: registeredAt,
        ...(tradeOperatorId !== undefined && {
          ownerKey: ownerKey(districtId, TRADES, tradeOperatorId),
          ownerSort: registeredAt,
        }),
      }
    : {};

/** A trade as it is kept: one of many lines is large for what it says, and is written by each of its changes. */
export const tradeItem = (trade: TradeSnapshot) => ({
  ...tradeKey(trade.tradeId),
  form: TRADE.version,
  version: trade.version,
  detail: pack(trade),
  ...openKeys(trade),
});

/** Which open trades are asked about. */
export interface OpenTrades {
  readonly districtId: DistrictId;
  readonly most: number;
  /** ISO 8601. */
  readonly at: string;
  /** Only those that this operator acts for, or that are offered to this consolidator. */
  readonly party?: string | undefined;
  readonly wanted: (trade: TradeSnapshot) => boolean;
}

export const trades = (table: Table) => ({
  /** The trades in the order of the ids; undefined where nothing was heard of one. */
  trades: async (tradeIds: readonly string[]): Promise<(TradeSnapshot | undefined)[]> => {
    const items = await table.getMany(tradeIds.map(tradeKey));
    return items.map((item) => item && keptDetail(TRADE, item));
  },

  /** Registered trades whose goods are measured and free and which are wanted, the oldest first; at most so many. */
  openTrades: async ({ districtId, most, at, party, wanted }: OpenTrades): Promise<TradeSnapshot[]> => {
    const seen = new Set<string>();
    const page = await listPage(table, {
      districts: [districtId],
      collection: TRADES,
      ...(party === undefined ? { state: OPEN } : { owners: [party] }),
      limit: most,
      at,
      read: (item) => keptDetail(TRADE, item),
      keep: (trade) => {
        // An offer that has lapsed stands beside the trade still where the same goods were offered again.
        const isNew = !seen.has(trade.tradeId) && trade.status === 'REGISTERED' && trade.measured;
        seen.add(trade.tradeId);
        return isNew && wanted(trade);
      },
    });
    const ledgers = await readLedgers(
      table,
      page.items.map(({ tradeId }) => tradeId),
    );
    const day = dayInChina(at);
    return page.items.filter((trade, index) => {
      const ledger = ledgers[index];
      const mayKnow = party === undefined || trade.tradeOperatorId === party || offerTo(ledger, party, day);
      return ledger?.state === 'OPEN' && mayKnow;
    });
  },

  keepTrade: (trade: TradeSnapshot): Promise<boolean> => putNewest(table, tradeItem(trade)),
});

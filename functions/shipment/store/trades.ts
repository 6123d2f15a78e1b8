import { tradeMark } from '../../shared/kernel/carton-mark.ts';
import { type DistrictId, parseIdentifier } from '../../shared/kernel/identifier.ts';
import { form } from '../../shared/table/form.ts';
import { districtKey, type Key } from '../../shared/table/keys.ts';
import { pack } from '../../shared/table/packed.ts';
import { keepNewest, keptDetail, putNewest } from '../../shared/table/read-model.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { put } from '../../shared/table/write.ts';
import { Plan } from '../domain/plan.ts';
import { Trade } from '../domain/trade.ts';

export type { Plan } from '../domain/plan.ts';
export type { Trade } from '../domain/trade.ts';

const TRADE = form('shipment-trade', Trade);

const PLAN = form('shipment-plan', Plan);

/** The copy of a trade, and its plans, stand beside the facts about its goods, behind them: one query finds all. */
export const TRADE_COPY = 'TRADE';

/** What the sort keys of plans begin with, one a consolidation that has held the trade. */
export const PLAN_PREFIX = `${TRADE_COPY}#PLAN#`;

export const tradeLogKey = (tradeId: string): Key['pk'] =>
  districtKey(parseIdentifier('trade', tradeId)?.districtId ?? '', 'SHIPMENT_TRADE', tradeId);

const marksKey = (districtId: DistrictId, mark: string): Key['pk'] =>
  districtKey(districtId, 'SHIPMENT_TRADE_MARK', mark);

export const tradeIn = (item: StoredItem): Trade => keptDetail(TRADE, item);

export const planIn = (item: StoredItem): Plan => keptDetail(PLAN, item);

export const trades = (table: Table) => ({
  /**
   * Keeps what a trade tells of itself, unless a newer version is kept, and by which mark on its cartons it is found.
   *
   * @param isFirst whether the mark, which never changes, may not be kept yet
   */
  keepTrade: async (trade: Trade, isFirst: boolean): Promise<void> => {
    const { tradeId, districtId, version } = trade;
    const key: Key = { pk: tradeLogKey(tradeId), sk: TRADE_COPY };
    if (isFirst) await table.write(put({ pk: marksKey(districtId, tradeMark(tradeId)), sk: tradeId }));
    await putNewest(table, { ...key, form: TRADE.version, version, detail: pack(trade) });
  },

  /** Keeps for which containers a consolidation means a trade's goods, unless a newer version is kept. */
  keepPlan: (tradeId: string, consolidationId: string, plan: Plan): Promise<boolean> =>
    keepNewest(table, { pk: tradeLogKey(tradeId), sk: PLAN_PREFIX + consolidationId }, PLAN, plan),

  /** The trades whose cartons bear a mark: one, unless two identifiers end alike. */
  tradesMarked: async (districtId: DistrictId, mark: string): Promise<string[]> => {
    const { items } = await table.query({
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': marksKey(districtId, mark) },
      ConsistentRead: true,
      Limit: 10,
    });
    return items.map(({ sk }) => sk);
  },
});

import type { z } from 'zod';
import { TradeChanged, type TradeStatus } from '../../events/trade.ts';
import { clearedAt } from '../../shared/reference/retention.ts';
import { everyItem } from '../../shared/table/every-item.ts';
import { districtKey, type Key } from '../../shared/table/keys.ts';
import { putNewest } from '../../shared/table/read-model.ts';
import type { Table } from '../../shared/table/table.ts';

/** What filing knows of the trades that name an entity: which are open, so that nobody leaves in the middle of one. */

export const TradeNote = TradeChanged.detail.pick({
  tradeId: true,
  tradeNumber: true,
  districtId: true,
  version: true,
  at: true,
  status: true,
});

export type TradeNote = z.infer<typeof TradeNote>;

/** A trade is open until it has one of these statuses. */
const CLOSED: ReadonlySet<TradeStatus> = new Set(['CLEARED', 'WITHDRAWN']);

export const trades = (table: Table) => ({
  /** Notes a trade for one of its parties unless the same or a newer version is noted. */
  keepTrade(entityId: string, { tradeId, tradeNumber, districtId, version, at, status }: TradeNote): Promise<boolean> {
    const closed = CLOSED.has(status);
    return putNewest(table, {
      pk: partitionFor(districtId, entityId),
      sk: tradeId,
      version,
      isOpen: !closed,
      ...(tradeNumber === undefined ? {} : { tradeNumber }),
      ...(closed ? { expiresAt: clearedAt('COPY', at) } : {}),
    });
  },

  /** The trades of an entity that are neither cleared nor withdrawn, by the numbers that they are called by, else their identifiers. */
  async openTrades(districtId: string, entityId: string): Promise<string[]> {
    const items = await everyItem(table, {
      KeyConditionExpression: 'pk = :pk',
      FilterExpression: 'isOpen = :open',
      ExpressionAttributeValues: { ':pk': partitionFor(districtId, entityId), ':open': true },
      ConsistentRead: true,
    });
    return items.map((item) => (item['tradeNumber'] as string | undefined) ?? item.sk);
  },
});

const partitionFor = (districtId: string, entityId: string): Key['pk'] =>
  districtKey(districtId, 'FILING_TRADES', entityId);

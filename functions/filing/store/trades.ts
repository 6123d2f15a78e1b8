import type { z } from 'zod';
import { TradeChanged, type TradeStatus } from '../../events/trade.ts';
import { parseIdentifier } from '../../shared/kernel/identifier.ts';
import { clearedAt } from '../../shared/reference/retention.ts';
import { everyItem } from '../../shared/table/every-item.ts';
import { districtKey, type Key } from '../../shared/table/keys.ts';
import { putNewest } from '../../shared/table/read-model.ts';
import type { Table } from '../../shared/table/table.ts';

/** What filing knows of the trades that name an entity: which are open, so that nobody leaves in the middle of one. */

export const TradeNote = TradeChanged.detail.pick({
  tradeId: true,
  tradeNumber: true,
  version: true,
  at: true,
  status: true,
});

export type TradeNote = z.infer<typeof TradeNote>;

/** A trade is open until it has one of these statuses. */
const CLOSED: ReadonlySet<TradeStatus> = new Set(['CLEARED', 'WITHDRAWN']);

export const trades = (table: Table) => ({
  /** Notes a trade for one of its parties unless the same or a newer version is noted. */
  keepTrade(entityId: string, { tradeId, tradeNumber, version, at, status }: TradeNote): Promise<boolean> {
    const closed = CLOSED.has(status);
    return putNewest(table, {
      pk: partitionFor(entityId),
      sk: tradeId,
      version,
      isOpen: !closed,
      ...(tradeNumber === undefined ? {} : { tradeNumber }),
      ...(closed ? { expiresAt: clearedAt('COPY', at) } : {}),
    });
  },

  /**
   * The trades of an entity that are neither cleared nor withdrawn, by the numbers that they are called by, else their
   * identifiers.
   */
  async openTrades(entityId: string): Promise<string[]> {
    const items = await everyItem(table, {
      KeyConditionExpression: 'pk = :pk',
      FilterExpression: 'isOpen = :open',
      ExpressionAttributeValues: { ':pk': partitionFor(entityId), ':open': true },
      ConsistentRead: true,
    });
    return items.map((item) => (item['tradeNumber'] as string | undefined) ?? item.sk);
  },
});

/** With the entity, whichever district its trades are of. */
const partitionFor = (entityId: string): Key['pk'] =>
  districtKey(parseIdentifier('entity', entityId)?.districtId ?? '', 'FILING_TRADES', entityId);

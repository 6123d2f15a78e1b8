import type { DistrictId } from '../../shared/kernel/identifier.ts';
import { districtKey } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';
import { handlers } from './handlers.ts';
import { type Log, loadLog } from './log.ts';
import { tradeLogKey, trades } from './trades.ts';

export { type Log, logWrites } from './log.ts';

/** Facts about goods, by trade or by mark, and what shipment knows of trades and of those who handle goods. */
export const shipmentStore = (table: Table) => ({
  ...trades(table),
  ...handlers(table),

  tradeLog: (tradeId: string): Promise<Log> => loadLog(table, tradeLogKey(tradeId)),

  /** What waits under a mark. @param mark its `markKey` */
  markLog: (districtId: DistrictId, mark: string): Promise<Log> =>
    loadLog(table, districtKey(districtId, 'SHIPMENT_MARK', mark)),
});

import { csvOf } from '../../shared/sheet/csv.ts';
import type { TradeStatisticsJson } from '../contract/statistics.ts';

/** Statistics as a table. */
export function statisticsCsv({ month, items }: TradeStatisticsJson): string {
  const header = ['月份', '代码', '名称', '交易笔数', '商品行数', '金额（美元）', '净重（千克）', '毛重（千克）'];
  const rows = items.map((row) => [
    month,
    row.key,
    row.name,
    row.trades ?? '',
    row.lines,
    row.totalUsd.amount,
    row.netWeightKg,
    row.grossWeightKg,
  ]);
  return csvOf([header, ...rows]);
}

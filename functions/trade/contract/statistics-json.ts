import { moneyToJson, usd } from '../../shared/kernel/money.ts';
import { kilograms } from '../domain/scale.ts';
import type { Grouping, Row } from '../domain/statistics.ts';
import type { TradeStatisticsJson } from './statistics.ts';

export const statisticsToJson = (month: string, groupBy: Grouping, rows: readonly Row[]): TradeStatisticsJson => ({
  month,
  groupBy,
  items: rows.map(({ usdMinor, netG, grossG, ...row }) => ({
    ...row,
    totalUsd: moneyToJson(usd(usdMinor)),
    netWeightKg: kilograms(netG),
    grossWeightKg: kilograms(grossG),
  })),
});

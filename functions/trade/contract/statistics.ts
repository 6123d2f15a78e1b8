import { z } from 'zod';
import { contract } from '../../shared/http/contract.ts';
import { MoneyJson } from '../../shared/http/schemas.ts';
import { code } from '../../shared/kernel/fields.ts';
import { named } from '../../shared/kernel/named.ts';
import { GROUPING_NAMES } from '../domain/names.ts';

const StatisticsRow = z.object({
  key: z.string(),
  name: z.string(),
  /** Absent by chapter: a trade may have goods of several. */
  trades: z.int().optional(),
  lines: z.int(),
  totalUsd: MoneyJson,
  netWeightKg: z.number(),
  grossWeightKg: z.number(),
});

const TradeStatisticsJson = z.object({
  month: z.string(),
  groupBy: named(GROUPING_NAMES),
  items: z.array(StatisticsRow),
});

export type TradeStatisticsJson = z.input<typeof TradeStatisticsJson>;

export const statisticsApi = contract({
  tradeStatistics: {
    method: 'GET',
    path: '/v1/statistics/trades',
    summary:
      'What was registered in a month and not withdrawn, by district, market, HS chapter or destination; JSON or CSV',
    roles: ['clerk', 'reviewer', 'operator', 'agency', 'manager', 'centreHead'],
    query: z.object({
      month: code('月份', /^\d{4}-(0[1-9]|1[0-2])$/, '2026-03'),
      groupBy: named(GROUPING_NAMES).default('district').meta({ title: '汇总口径' }),
    }),
    success: { status: 200, schema: TradeStatisticsJson },
    produces: ['text/csv'],
    problems: ['BAD_PARAMETER', 'NOT_ACCEPTABLE'],
  },
});

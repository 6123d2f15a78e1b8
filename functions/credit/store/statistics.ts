import { z } from 'zod';
import type { DistrictId } from '../../shared/kernel/identifier.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { form, readForm } from '../../shared/table/form.ts';
import { districtKey, type Key } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';
import { putWhere, type Write } from '../../shared/table/write.ts';
import { Tally } from '../domain/statistics.ts';

/** How a district stood by the last finished run of a month. */
export const MonthStatistics = z.object({
  districtId: z.string(),
  runId: z.string(),
  /** When the run began, ISO 8601. */
  startedAt: z.string(),
  tally: Tally,
});

export type MonthStatistics = z.infer<typeof MonthStatistics>;

const STATISTICS = form('credit-statistics', MonthStatistics);

/** The distributions, one item a district and month. */
export const statisticsStore = (table: Table) => ({
  /** The month's statistics of those districts that have some. */
  of: async (districtIds: readonly DistrictId[], month: string): Promise<MonthStatistics[]> => {
    const items = await table.getMany(districtIds.map((districtId) => keyOf(districtId, month)));
    return items.flatMap((item) => (item ? [readForm(STATISTICS, item['statistics'], item['form'])] : []));
  },

  /** Keeps a month's statistics over those of an earlier run. */
  keep: (month: string, statistics: MonthStatistics): Write =>
    putWhere(
      {
        ...keyOf(statistics.districtId, month),
        form: STATISTICS.version,
        startedAt: statistics.startedAt,
        statistics,
      },
      {
        expression: 'attribute_not_exists(pk) OR #startedAt <= :startedAt',
        names: { '#startedAt': 'startedAt' },
        values: { ':startedAt': statistics.startedAt },
      },
      () => new ConcurrencyConflict('the statistics of a later run are kept already'),
    ),
});

const keyOf = (districtId: DistrictId, month: string): Key => ({
  pk: districtKey(districtId, 'CREDIT_STATISTICS'),
  sk: month,
});

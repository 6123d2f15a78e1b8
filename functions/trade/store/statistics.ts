import type { DistrictId } from '../../shared/kernel/identifier.ts';
import { everyItem } from '../../shared/table/every-item.ts';
import type { Table } from '../../shared/table/table.ts';
import { chaptersIn, statisticsName } from '../domain/counters.ts';
import { chapterRow } from '../domain/first-counters.ts';
import type { Cell } from '../domain/statistics.ts';
import { counterPartition } from './counters.ts';

/** The cells of a month: as many as markets, destinations and chapters met in it, however many the trades. */
export async function monthStatistics(table: Table, districtId: DistrictId, month: string): Promise<Cell[]> {
  const items = await everyItem(table, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': counterPartition(districtId, statisticsName(month)) },
  });
  return items.flatMap((item) => {
    const [marketId = '', destinationCountry = ''] = item.sk.split('#');
    const first = chapterRow(item);
    const chapters = first ? [[first.chapter, first.measures] as const] : [...chaptersIn(item)];
    return chapters.map(([chapter, measures]) => ({
      ...NOTHING,
      ...measures,
      districtId,
      marketId,
      destinationCountry,
      chapter,
    }));
  });
}

const NOTHING = { trades: 0, lines: 0, usdMinor: 0, netG: 0, grossG: 0 };

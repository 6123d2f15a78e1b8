import { z } from 'zod';
import type { DistrictId } from '../../shared/kernel/identifier.ts';
import type { Table } from '../../shared/table/table.ts';
import { statisticsCounter } from '../domain/counters.ts';
import type { Cell } from '../domain/statistics.ts';
import { counterKey } from './counters.ts';

const Counts = z.object({
  sk: z.string(),
  trades: z.int().default(0),
  lines: z.int().default(0),
  usdMinor: z.int().default(0),
  netG: z.int().default(0),
  grossG: z.int().default(0),
});

/** The cells of a month: as many as markets, destinations and chapters met in it, however many the trades. */
export async function monthStatistics(table: Table, districtId: DistrictId, month: string): Promise<Cell[]> {
  const { pk } = counterKey(districtId, statisticsCounter(month, ''));
  const cells: Cell[] = [];
  let next: Record<string, unknown> | undefined;
  do {
    const page = await table.query({
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ...(next === undefined ? {} : { ExclusiveStartKey: next }),
    });
    for (const item of page.items) {
      const { sk, ...counts } = Counts.parse(item);
      const [marketId = '', destinationCountry = '', chapter = ''] = sk.split('#');
      cells.push({ districtId, marketId, destinationCountry, chapter, ...counts });
    }
    next = page.next;
  } while (next !== undefined);
  return cells;
}

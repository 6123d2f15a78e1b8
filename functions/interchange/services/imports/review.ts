import type { Grid } from '../../domain/sheet/grid.ts';
import { descriptionOf, type JudgedRow, judge } from '../../domain/sheet/judge.ts';
import { readRow } from '../../domain/sheet/row.ts';
import type { KnownStore } from '../../store/known.ts';

/**
 * Reads and judges every row of a sheet against what is filed in a district now. The same sheet gives the same result in
 * whichever encoding it came.
 */
export async function review(
  { places, rows }: Pick<Grid, 'places' | 'rows'>,
  districtId: string,
  known: KnownStore,
): Promise<JudgedRow[]> {
  const read = rows.map((row) => readRow(row, places));
  const named = [...new Set(read.map(({ line }) => line.merchant).filter((merchant) => merchant !== ''))];
  const merchants = await known.parties(districtId, 'merchant', named);
  const goods = await known.goodsDescribed(
    districtId,
    read.map(({ line }) => descriptionOf(line, merchants)),
  );
  return judge(read, { merchants, goods });
}

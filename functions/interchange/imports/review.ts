import { inTurns } from '../../shared/threads/turns.ts';
import { descriptionKey } from '../known.ts';
import type { Grid } from '../sheet/grid.ts';
import { descriptionOf, type JudgedRow, judge } from '../sheet/judge.ts';
import { readRow } from '../sheet/row.ts';
import type { GoodsOf, KnownStore } from '../store.ts';

/** Descriptions that are looked for before others have their turn. */
const ASKED_AT_ONCE = 500;

/**
 * Reads and judges every row of a sheet against what is filed in a district now. The same sheet gives the same result in
 * whichever encoding it came.
 */
export async function review(
  { places, rows }: Pick<Grid, 'places' | 'rows'>,
  districtId: string,
  known: KnownStore,
): Promise<JudgedRow[]> {
  const read = await inTurns(rows, (row) => readRow(row, places));
  const named = [...new Set(read.map(({ line }) => line.merchant).filter((merchant) => merchant !== ''))];
  const merchants = await known.parties(districtId, 'merchant', named);
  const goods = new Map<string, GoodsOf>();
  for (let start = 0; start < read.length; start += ASKED_AT_ONCE) {
    const lines = read.slice(start, start + ASKED_AT_ONCE).map(({ line }) => descriptionOf(line, merchants));
    const unasked = lines.filter((line) => !goods.has(descriptionKey(line)));
    for (const [key, found] of await known.goodsDescribed(districtId, unasked)) goods.set(key, found);
  }
  return judge(read, { merchants, goods });
}

import { Caller, isParty } from '../../../shared/auth/caller.ts';
import { inTurns } from '../../../shared/kernel/turns.ts';
import type { Lists } from '../../../shared/reference/lists/index.ts';
import { descriptionKey, type GoodsOf } from '../../domain/known.ts';
import { sheetCodes } from '../../domain/sheet/codes.ts';
import type { Grid } from '../../domain/sheet/grid.ts';
import { descriptionOf, type JudgedRow, judge } from '../../domain/sheet/judge.ts';
import { readRow } from '../../domain/sheet/row.ts';
import type { KnownStore } from '../../store/known.ts';

/** Descriptions that are looked for before others have their turn. */
const ASKED_AT_ONCE = 500;

/** For whom a sheet is judged, and on which day in China. */
interface Viewer {
  readonly caller: Caller;
  readonly today: string;
}

/**
 * Reads and judges every row of a sheet against what is filed in the caller's district now: to a party there are no goods
 * but those of merchants that it acts for. The same sheet gives the same result in whichever encoding it came.
 */
export async function review(
  { columns, rows }: Grid,
  viewer: Viewer,
  known: KnownStore,
  lists: Lists,
): Promise<JudgedRow[]> {
  const { role, districtId, entityId } = viewer.caller;
  const codes = sheetCodes(lists);
  const read = await inTurns(rows, (row) => readRow(row, columns, codes));
  const words = [...new Set(read.map(({ line }) => line.merchant).filter((merchant) => merchant !== ''))];
  const merchants = await known.parties(districtId, 'merchant', words);
  const named = { codes, merchants, only: role === 'merchant' ? entityId : undefined };
  const goods = new Map<string, GoodsOf>();
  for (let start = 0; start < read.length; start += ASKED_AT_ONCE) {
    const lines = read.slice(start, start + ASKED_AT_ONCE).map(({ line }) => descriptionOf(line, named));
    const unasked = lines.filter((line) => !goods.has(descriptionKey(line)));
    for (const [key, found] of await known.goodsDescribed(districtId, unasked)) goods.set(key, found);
  }
  return judge(read, { ...named, goods: await ofOwn(goods, viewer, known) });
}

/** The goods among those found that the caller may know of. */
async function ofOwn(found: ReadonlyMap<string, GoodsOf>, viewer: Viewer, known: KnownStore) {
  if (!isParty(viewer.caller)) return found;
  const merchantIds = [...found.values()].flatMap(({ goods }) => goods.map(({ merchantId }) => merchantId));
  const own = await actedFor([...new Set(merchantIds)], viewer, known);
  return new Map(
    [...found].map(([key, { goods, isMore }]): [string, GoodsOf] => {
      const kept = goods.filter(({ merchantId }) => own.has(merchantId));
      return [key, { goods: kept, isMore: isMore && kept.length > 0 }];
    }),
  );
}

/** Agreements looked up at once. */
const AT_ONCE = 50;

/** The merchants that a party acts for: itself, and others by an agreement in force. */
async function actedFor(
  merchantIds: readonly string[],
  { caller: { role, districtId, entityId }, today }: Viewer,
  known: KnownStore,
): Promise<Set<string>> {
  if (entityId === undefined) return new Set();
  if (role === 'merchant') return new Set([entityId]);
  const own = new Set<string>();
  for (let start = 0; start < merchantIds.length; start += AT_ONCE) {
    const part = merchantIds.slice(start, start + AT_ONCE);
    const agreed = await Promise.all(part.map((id) => known.isAgreed(districtId, id, entityId, today)));
    for (const [index, id] of part.entries()) if (agreed[index]) own.add(id);
  }
  return own;
}

import { dayInChina } from '../../shared/kernel/china-time.ts';
import { type DistrictId } from '../../shared/kernel/identifier.ts';
import type { RowOf } from '../../shared/reference/lists/index.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import {
  buyerCounter,
  buyerDayCounter,
  buyerMonthCounter,
  monthCounter,
  priceCounter,
  sameLineCounter,
} from '../domain/counters.ts';
import { hourOf, monthsBefore, quarters } from '../domain/day.ts';
import type { Filed } from '../domain/filed.ts';
import { type History, historyKeys } from '../domain/history.ts';
import type { PriceSketch } from '../domain/price-sketch.ts';
import type { TradeRequest } from '../domain/request.ts';
import { vouchersOf } from '../domain/submission.ts';
import { voucherKeys } from '../domain/voucher-use.ts';
import { readCounters } from './counters.ts';
import { enteredBetween } from './listing.ts';
import { readVoucherUses } from './voucher-uses.ts';

/**
 * What the registry has seen of everything that a request names; one batch of reads and a short list, whatever its length of
 * history.
 */
export async function readHistory(
  table: Table,
  districtId: DistrictId,
  request: TradeRequest,
  filed: Filed,
  at: string,
  { turnover }: RowOf<'thresholds'>,
  furtherKeys: readonly string[],
): Promise<History> {
  const { merchantId, buyerId } = request;
  const day = dayInChina(at);
  const month = day.slice(0, 7);
  const months = [month, ...monthsBefore(month, turnover.months)];
  const keys = historyKeys(request, filed);
  const prices = [...new Set(keys.flatMap(({ price }) => price ?? []))];
  const lines = [...new Set(keys.flatMap(({ line }) => line ?? []))];
  const [items, vouchers, tradesThisHour] = await Promise.all([
    readCounters(table, districtId, [
      buyerCounter(buyerId),
      buyerDayCounter(buyerId, day),
      buyerMonthCounter(buyerId, month),
      ...months.map((one) => monthCounter(merchantId, one)),
      ...prices.map(priceCounter),
      ...quarters(day).flatMap((quarter) => lines.map((line) => sameLineCounter(line, quarter))),
    ]),
    readVoucherUses(table, districtId, [
      ...new Set([...vouchersOf(request).flatMap((voucher) => voucherKeys(voucher, merchantId)), ...furtherKeys]),
    ]),
    enteredBetween(table, districtId, merchantId, hourOf(at), at),
  ]);
  const [buyer, buyerDay, buyerMonth, ...rest] = items;
  const [byMonth, byPrice, thisQuarter, lastQuarter] = [months.length, prices.length, lines.length, lines.length].map(
    (count) => rest.splice(0, count),
  );
  return {
    merchant: {
      turnover: known(months, byMonth, (item) => number(item, 'usdMinor')),
      tradesThisHour,
    },
    buyer: {
      trades: number(buyer, 'trades'),
      ports: members(buyer, 'ports'),
      merchantsToday: members(buyerDay, 'merchants'),
      operatorsThisMonth: members(buyerMonth, 'operators'),
    },
    prices: known(prices, byPrice, sketchOf),
    sameLines: new Map(
      lines.map((line, index) => [
        line,
        members(thisQuarter?.[index], 'merchants').union(members(lastQuarter?.[index], 'merchants')),
      ]),
    ),
    vouchers,
  };
}

/** The values of the items that are there, by key. */
const known = <V>(
  keys: readonly string[],
  items: readonly (StoredItem | undefined)[] | undefined,
  valueOf: (item: StoredItem) => V,
): Map<string, V> =>
  new Map(
    keys.flatMap((key, index) => {
      const item = items?.[index];
      return item ? [[key, valueOf(item)]] : [];
    }),
  );

const number = (item: StoredItem | undefined, attribute: string): number => Number(item?.[attribute] ?? 0);

const members = (item: StoredItem | undefined, attribute: string): ReadonlySet<string> =>
  (item?.[attribute] as Set<string> | undefined) ?? new Set();

const sketchOf = (item: StoredItem): PriceSketch =>
  new Map(
    Object.entries(item).flatMap(([attribute, value]) =>
      /^b-?\d+$/.test(attribute) ? [[Number(attribute.slice(1)), Number(value)]] : [],
    ),
  );

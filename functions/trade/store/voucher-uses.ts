import type { DistrictId } from '../../shared/kernel/identifier.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';
import { create, remove, replace, type Write } from '../../shared/table/write.ts';
import type { Trade } from '../domain/trade.ts';
import { afterReturn, VoucherUse, type VoucherUses, voucherKeys } from '../domain/voucher-use.ts';

const useKey = (districtId: DistrictId, key: string): Key => ({
  pk: districtKey(districtId, 'TRADE_VOUCHER', key),
  sk: CURRENT,
});

export async function readVoucherUses(
  table: Table,
  districtId: DistrictId,
  keys: readonly string[],
): Promise<VoucherUses> {
  const items = await table.getMany(keys.map((key) => useKey(districtId, key)));
  const uses = items.flatMap((item) => (item ? [VoucherUse.parse(item)] : []));
  return new Map(uses.map((use) => [use.key, use]));
}

/** A voucher's ledger under the version that was read. */
export function useWrite(districtId: DistrictId, use: VoucherUse, conflict: () => Error): Write {
  const item = { ...useKey(districtId, use.key), ...use };
  return use.version === 1 ? create(item, conflict) : replace(item, use.version - 1, conflict);
}

/** What a trade gives back when it is withdrawn: what it drew, and the vouchers that only it rests on. */
export async function returnWrites(table: Table, trade: Trade, conflict: () => Error): Promise<Write[]> {
  const drawn = new Map(
    trade.vouchers.flatMap((voucher) =>
      voucherKeys(voucher, trade.merchant.id).map((key) => [key, voucher.drawn ?? {}] as const),
    ),
  );
  const uses = await readVoucherUses(table, trade.districtId, [...drawn.keys()]);
  return [...uses.values()].flatMap((use): Write[] => {
    const after = afterReturn(use, trade.id, drawn.get(use.key) ?? {});
    if (after === 'UNUSED') return [removeWrite(trade.districtId, use, conflict)];
    return after === use ? [] : [useWrite(trade.districtId, after, conflict)];
  });
}

const removeWrite = (districtId: DistrictId, { key, version }: VoucherUse, conflict: () => Error): Write =>
  remove(
    useKey(districtId, key),
    { expression: '#version = :version', names: { '#version': 'version' }, values: { ':version': version } },
    conflict,
  );

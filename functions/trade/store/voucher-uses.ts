import type { DistrictId } from '../../shared/kernel/identifier.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { form, isOlder, readForm, type Upcast } from '../../shared/table/form.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import type { Migration } from '../../shared/table/migration.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { create, remove, replace, type Write } from '../../shared/table/write.ts';
import type { Trade } from '../domain/trade.ts';
import { afterReturn, compared, drawnBy, type UsesAfter, VoucherUse, type VoucherUses } from '../domain/voucher-use.ts';

const named: Upcast = ({ key, owner, ...rest }) => ({
  ...rest,
  key: compared(String(key)),
  owner: compared(String(owner)),
});

/** The first form named a number as it was typed, the second without separators, but with its brackets and signs. */
const USE = form('voucher-use', VoucherUse, [named, named]);

const useKey = (districtId: DistrictId, key: string): Key => ({
  pk: districtKey(districtId, 'TRADE_VOUCHER', key),
  sk: CURRENT,
});

const useIn = (item: StoredItem): VoucherUse => readForm(USE, item, item['form']);

export async function readVoucherUses(
  table: Table,
  districtId: DistrictId,
  keys: readonly string[],
): Promise<VoucherUses> {
  const items = await table.getMany(keys.map((key) => useKey(districtId, key)));
  const uses = items.flatMap((item) => (item ? [useIn(item)] : []));
  return new Map(uses.map((use) => [use.key, use]));
}

const itemOf = (districtId: DistrictId, use: VoucherUse) => ({
  ...useKey(districtId, use.key),
  form: USE.version,
  ...use,
});

/** A voucher's ledger under the version that was read. */
export function useWrite(districtId: DistrictId, use: VoucherUse, conflict: () => Error): Write {
  const item = itemOf(districtId, use);
  return use.version === 1 ? create(item, conflict) : replace(item, use.version - 1, conflict);
}

/** What a trade gives back when it is withdrawn: what it drew, and the vouchers that only it rests on. */
export async function returnWrites(table: Table, trade: Trade, conflict: () => Error): Promise<Write[]> {
  const drawn = drawnBy(trade);
  const uses = await readVoucherUses(table, trade.districtId, [...drawn.keys()]);
  return [...uses.values()].flatMap((use): Write[] => {
    const after = afterReturn(use, trade.id, drawn.get(use.key) ?? {});
    if (after === 'UNUSED') return [removeWrite(useKey(trade.districtId, use.key), use.version, conflict)];
    return after === use ? [] : [useWrite(trade.districtId, after, conflict)];
  });
}

/** The ledgers as a correction leaves them. */
export const settledWrites = (districtId: DistrictId, { kept, gone }: UsesAfter, conflict: () => Error): Write[] => [
  ...kept.map((use) => useWrite(districtId, use, conflict)),
  ...gone.map((use) => removeWrite(useKey(districtId, use.key), use.version, conflict)),
];

const removeWrite = ({ pk, sk }: Pick<StoredItem, 'pk' | 'sk'>, version: number, conflict: () => Error): Write =>
  remove(
    { pk, sk },
    { expression: '#version = :version', names: { '#version': 'version' }, values: { ':version': version } },
    conflict,
  );

const changed = (): Error => new ConcurrencyConflict('the voucher was used while it was migrated');

/**
 * Ledgers stand under the number as people compare it. Of two trades that rest on two spellings of one number the earlier
 * keeps it; what the later has drawn is for a person to compare.
 */
export const voucherMigration: Migration = {
  kind: 'TRADE_VOUCHER',
  isOld: (item) => isOlder(USE, item['form']),
  migrate: async (item, table) => {
    const use = useIn(item);
    const fresh = itemOf(item.pk.split('#')[1] ?? '', use);
    if (fresh.pk === item.pk) return { writes: [replace(fresh, use.version, changed)] };
    const gone = removeWrite(item, use.version, changed);
    const other = await table.get(fresh);
    if (!other) return { writes: [create(fresh, changed), gone] };
    const there = useIn(other);
    // Identifiers rise with time.
    const isEarlier = use.tradeId < there.tradeId;
    const [kept, lost] = isEarlier ? [use, there] : [there, use];
    const next = { ...itemOf(item.pk.split('#')[1] ?? '', kept), version: there.version + 1 };
    return {
      writes: [...(isEarlier ? [replace(next, there.version, changed)] : []), gone],
      collision: { what: 'TRADE_VOUCHER', kept: kept.tradeId, lost: lost.tradeId },
    };
  },
};

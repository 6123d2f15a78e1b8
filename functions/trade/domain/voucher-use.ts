import { z } from 'zod';
import type { VoucherType } from '../../events/trade.ts';
import { scaledQuantity } from './scale.ts';
import type { Trade } from './trade.ts';
import { Quantities, type Voucher, type VoucherRequest } from './voucher.ts';
import { voucherNumberForm } from './voucher-number.ts';

/**
 * The ledger of one voucher: who used it first, and what remains of the goods it states. It is written in the transaction
 * of the trades that draw on it, under its version: of two that want the same last quantity one succeeds.
 */
export const VoucherUse = z.object({
  key: z.string(),
  version: z.int(),
  tradeId: z.string(),
  /** 交易单号 of that trade, where it has one. */
  tradeNumber: z.string().optional(),
  /** Merchant, type and number, so that a file known under another name is told apart. */
  owner: z.string(),
  stated: Quantities.optional(),
  remaining: Quantities.optional(),
});

export type VoucherUse = z.infer<typeof VoucherUse>;

/** Uses by key; a key is absent while no trade rests on the voucher. */
export type VoucherUses = ReadonlyMap<string, VoucherUse>;

/** Vouchers whose number names one deal of a merchant. */
const NUMBERED: ReadonlySet<VoucherType> = new Set(['CONTRACT', 'INVOICE', 'OTHER']);

/** Vouchers whose file belongs to one deal; a bill of lading or a certificate may stand behind many. */
const SINGLE: ReadonlySet<VoucherType> = new Set(['CONTRACT', 'INVOICE', 'PHOTO', 'OTHER']);

type Named = Pick<Voucher, 'type' | 'number' | 'sha256'>;

/** The keys under which a voucher must be unused: its number with the merchant, its file in the district. */
export const voucherKeys = ({ type, number, sha256 }: Named, merchantId: string): string[] => [
  ...(NUMBERED.has(type) ? [numberKey({ type, number }, merchantId)] : []),
  ...(SINGLE.has(type) && sha256 !== undefined ? [`FILE#${sha256}`] : []),
];

/** Numbers are the same however they were typed. */
const ownerOf = ({ type, number }: Named, merchantId: string): string =>
  [merchantId, type, voucherNumberForm(type, number)].join('#');

const numberKey = (voucher: Named, merchantId: string): string => `NUMBER#${ownerOf(voucher, merchantId)}`;

/** A use by another trade that the voucher does not allow: what it rests on states nothing, or is another voucher. */
export function conflictingUse(voucher: Named, merchantId: string, uses: VoucherUses): VoucherUse | undefined {
  const drawable = uses.get(numberKey(voucher, merchantId))?.stated !== undefined;
  return voucherKeys(voucher, merchantId)
    .flatMap((key) => uses.get(key) ?? [])
    .find((use) => !drawable || use.owner !== ownerOf(voucher, merchantId));
}

/** The ledger of what a voucher states: that of earlier trades, else what the request states now. */
export function statementOf(
  voucher: VoucherRequest,
  merchantId: string,
  uses: VoucherUses,
): { readonly stated: Quantities; readonly remaining: Quantities } | undefined {
  if (!NUMBERED.has(voucher.type)) return undefined;
  const use = uses.get(numberKey(voucher, merchantId));
  if (use?.stated && use.remaining) return { stated: use.stated, remaining: use.remaining };
  if (use !== undefined || voucher.goods === undefined) return undefined;
  const fresh = quantities(voucher.goods);
  return { stated: fresh, remaining: fresh };
}

/** Quantities of lines or statements by goods, scaled by 100,000. */
export function quantities(items: readonly { readonly goodsId: string; readonly quantity: number }[]): Quantities {
  const sums: Quantities = {};
  for (const { goodsId, quantity } of items) sums[goodsId] = (sums[goodsId] ?? 0) + scaledQuantity(quantity);
  return sums;
}

/** What a trade draws: each of its goods from the first voucher that states it. One entry for each voucher, in order. */
export function draws(
  vouchers: readonly VoucherRequest[],
  wanted: Quantities,
  merchantId: string,
  uses: VoucherUses,
): (Quantities | undefined)[] {
  const open = new Map(Object.entries(wanted));
  return vouchers.map((voucher) => {
    const statement = statementOf(voucher, merchantId, uses);
    if (statement === undefined) return undefined;
    const drawn = [...open].filter(([goodsId]) => goodsId in statement.stated);
    for (const [goodsId] of drawn) open.delete(goodsId);
    return Object.fromEntries(drawn);
  });
}

/** The ledgers after a trade has drawn; those that it neither opens nor draws on are left out. */
export function afterDraw(
  tradeId: string,
  merchantId: string,
  vouchers: readonly VoucherRequest[],
  drawn: readonly (Quantities | undefined)[],
  uses: VoucherUses,
): VoucherUse[] {
  const after = new Map<string, VoucherUse>();
  for (const [index, voucher] of vouchers.entries()) {
    const statement = statementOf(voucher, merchantId, uses);
    for (const key of voucherKeys(voucher, merchantId)) {
      const before = uses.get(key);
      const ledger = key.startsWith('NUMBER#') ? statement : undefined;
      if (before && !ledger) continue;
      after.set(key, {
        key,
        version: (before?.version ?? 0) + 1,
        tradeId: before?.tradeId ?? tradeId,
        ...(before?.tradeNumber === undefined ? {} : { tradeNumber: before.tradeNumber }),
        owner: ownerOf(voucher, merchantId),
        ...(ledger && { stated: ledger.stated, remaining: minus(ledger.remaining, drawn[index] ?? {}) }),
      });
    }
  }
  return [...after.values()];
}

/** The ledger after a trade has given back what it drew; `UNUSED` where nobody else rests on the voucher. */
export function afterReturn(use: VoucherUse, tradeId: string, drawn: Quantities): VoucherUse | 'UNUSED' {
  if (use.stated && use.remaining) {
    const returned = Object.fromEntries(Object.entries(drawn).map(([goodsId, quantity]) => [goodsId, -quantity]));
    const remaining = atMost(use.stated, minus(use.remaining, returned));
    return { ...use, version: use.version + 1, remaining };
  }
  return use.tradeId === tradeId ? 'UNUSED' : use;
}

/** What a trade has drawn, by the key of each ledger that it stands in. */
export const drawnBy = ({
  vouchers,
  merchant,
}: Pick<Trade, 'vouchers' | 'merchant'>): ReadonlyMap<string, Quantities> =>
  new Map(vouchers.flatMap((voucher) => voucherKeys(voucher, merchant.id).map((key) => [key, voucher.drawn ?? {}])));

/** The keys of the ledgers that a trade stands in. */
export const keysOfTrade = (trade: Pick<Trade, 'vouchers' | 'merchant'>): string[] => [...drawnBy(trade).keys()];

/** The keys of vouchers whose goods a request states. */
export const restatedKeys = ({
  vouchers,
  merchantId,
}: {
  readonly vouchers: readonly VoucherRequest[];
  readonly merchantId: string;
}): ReadonlySet<string> =>
  new Set(vouchers.flatMap((voucher) => (voucher.goods === undefined ? [] : [numberKey(voucher, merchantId)])));

/**
 * The ledgers as if a trade had drawn nothing, in the versions that they have, so that it may draw anew. What it alone has
 * drawn on it may state anew.
 */
export function givenBack(
  trade: Pick<Trade, 'id' | 'vouchers' | 'merchant'>,
  uses: VoucherUses,
  restated: ReadonlySet<string>,
): VoucherUses {
  const drawn = drawnBy(trade);
  return new Map(
    [...uses].flatMap(([key, use]): [string, VoucherUse][] => {
      const own = drawn.get(key);
      if (own === undefined) return [[key, use]];
      const after = afterReturn(use, trade.id, own);
      if (after === 'UNUSED' || (restated.has(key) && isUntouched(after) && use.tradeId === trade.id)) return [];
      return [[key, after === use ? use : { ...after, version: use.version }]];
    }),
  );
}

/** Whether nobody has drawn on what a voucher states. */
const isUntouched = ({ stated, remaining }: VoucherUse): boolean =>
  stated !== undefined &&
  remaining !== undefined &&
  Object.entries(stated).every(([goodsId, quantity]) => remaining[goodsId] === quantity);

/** Ledgers as a correction leaves them. */
export interface UsesAfter {
  readonly kept: readonly VoucherUse[];
  /** As they were read; nobody rests on them any longer. */
  readonly gone: readonly VoucherUse[];
}

/**
 * What a correction makes of the ledgers.
 *
 * @param read as they stand in the table
 * @param returned as `givenBack` has them
 * @param drawn as `afterDraw` has them, of the corrected trade
 */
export function settledUses(
  read: VoucherUses,
  returned: VoucherUses,
  drawn: readonly VoucherUse[],
  { id, tradeNumber }: Pick<Trade, 'id' | 'tradeNumber'>,
): UsesAfter {
  const again = new Set(drawn.map(({ key }) => key));
  const left = [...read.values()].filter(({ key }) => !again.has(key));
  return {
    kept: [
      ...drawn.map((use) => ({
        ...use,
        version: (read.get(use.key)?.version ?? 0) + 1,
        ...(use.tradeId === id && tradeNumber !== undefined && { tradeNumber }),
      })),
      ...left.flatMap((use) => {
        const after = returned.get(use.key);
        return after === undefined || after === use ? [] : [{ ...after, version: use.version + 1 }];
      }),
    ],
    gone: left.filter(({ key }) => !returned.has(key)),
  };
}

const minus = (from: Quantities, taken: Quantities): Quantities =>
  Object.fromEntries(Object.entries(from).map(([goodsId, quantity]) => [goodsId, quantity - (taken[goodsId] ?? 0)]));

/**
 * Nothing is given back beyond what is stated: a trade may have drawn it from a ledger that two spellings of a number had.
 */
const atMost = (stated: Quantities, remaining: Quantities): Quantities =>
  Object.fromEntries(
    Object.entries(remaining).map(([goodsId, quantity]) => [goodsId, Math.min(quantity, stated[goodsId] ?? quantity)]),
  );

/** The key or owner of a ledger that named a number as it was typed, or with its brackets, signs and words. */
export function compared(name: string): string {
  const parts = name.split('#');
  if (parts[0] === 'FILE') return name;
  const length = parts[0] === 'NUMBER' ? 3 : 2;
  const type = parts[length - 1] as VoucherType;
  return [...parts.slice(0, length), voucherNumberForm(type, parts.slice(length).join('#'))].join('#');
}

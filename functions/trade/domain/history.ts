import { dayInChina } from '../../shared/kernel/china-time.ts';
import { parseDecimal } from '../../shared/kernel/decimal.ts';
import { cut } from '../../shared/kernel/text.ts';
import type { Filed } from './filed.ts';
import { bucketOf, type PriceSketch } from './price-sketch.ts';
import type { TradeRequest } from './request.ts';
import { PRICE_DIGITS, scaledQuantity } from './scale.ts';
import type { Trade } from './trade.ts';
import type { VoucherUses } from './voucher-use.ts';

/**
 * What the registry has seen before a trade, as its counters say; they follow the trades within seconds, by event. Only
 * the vouchers are read in the transaction that changes them.
 */
export interface History {
  /** Dollar prices of a deal unit by `priceKey`, in cents. */
  readonly prices: ReadonlyMap<string, PriceSketch>;
  readonly merchant: {
    /** US cents by month `YYYY-MM`, this one and those before it. */
    readonly turnover: ReadonlyMap<string, number>;
    readonly tradesThisHour: number;
  };
  readonly buyer: {
    readonly trades: number;
    readonly ports: ReadonlySet<string>;
    readonly merchantsToday: ReadonlySet<string>;
    readonly operatorsThisMonth: ReadonlySet<string>;
  };
  /** Merchants that sold a line like it in this quarter or the last, by `lineKey`. */
  readonly sameLines: ReadonlyMap<string, ReadonlySet<string>>;
  readonly vouchers: VoucherUses;
}

/** Goods whose prices are compared: the first eight digits of the code, counted in one unit. */
export const priceKey = (hsCode: string, dealUnit: string): string => `${hsCode.slice(0, 8)}#${dealUnit}`;

/** Lines that tell the same story: goods, count and price. */
export const lineKey = (line: {
  readonly hsCode: string;
  readonly nameZh: string;
  readonly dealUnit: string;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly currency: string;
}): string =>
  [line.hsCode, line.dealUnit, line.quantity, line.unitPrice, line.currency, cut(line.nameZh, 60)].join('#');

/** Dollar cents of one deal unit, of cents with their fractions; quantities are scaled by 100,000. */
export const priceOf = (usdCents: number, quantity: number): number => (usdCents * 100_000) / quantity;

/**
 * The same without what a trade itself has added to it. Counters follow within seconds: what is not counted yet is not taken
 * off.
 */
export function withoutTrade(history: History, trade: Trade): History {
  const { merchant, buyer } = history;
  const month = dayInChina(trade.registeredAt).slice(0, 7);
  const turnover = merchant.turnover.get(month);
  const prices = new Map([...history.prices].map(([key, sketch]) => [key, new Map(sketch)]));
  for (const line of trade.lines) {
    const sketch = prices.get(priceKey(line.hsCode, line.dealUnit));
    const bucket = bucketOf(priceOf(shareInCents(line, trade), line.quantity));
    const count = sketch?.get(bucket) ?? 0;
    if (count > 0) sketch?.set(bucket, count - 1);
  }
  return {
    ...history,
    prices,
    merchant: {
      turnover:
        turnover === undefined
          ? merchant.turnover
          : new Map([...merchant.turnover, [month, Math.max(0, turnover - trade.totalUsdMinor)]]),
      tradesThisHour: Math.max(0, merchant.tradesThisHour - 1),
    },
    buyer: { ...buyer, trades: Math.max(0, buyer.trades - 1) },
  };
}

/** A line's share of the whole in cents, with their fractions: its own cents are rounded, and of a yen there are none. */
export const shareInCents = (
  { amountMinor }: Pick<Trade['lines'][number], 'amountMinor'>,
  { totalMinor, totalUsdMinor }: Pick<Trade, 'totalMinor' | 'totalUsdMinor'>,
): number => (totalMinor === 0 ? 0 : (totalUsdMinor * amountMinor) / totalMinor);

/** Under which keys the lines of a request are compared, in their order; a key is absent where its facts are unknown. */
export const historyKeys = (
  { lines, currency }: TradeRequest,
  { goods }: Filed,
): { readonly price: string | undefined; readonly line: string | undefined }[] =>
  lines.map((line) => {
    const item = goods.get(line.goodsId);
    const unitPrice = parseDecimal(line.unitPrice, PRICE_DIGITS);
    const quantity = scaledQuantity(line.quantity);
    return {
      price: item && priceKey(item.hsCode, item.dealUnit),
      line: item && unitPrice !== undefined ? lineKey({ ...item, quantity, unitPrice, currency }) : undefined,
    };
  });

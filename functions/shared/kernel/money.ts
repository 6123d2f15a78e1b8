import { formatDecimal, parseDecimal } from './decimal.ts';

/** An amount in integer minor units (cents) of an ISO 4217 currency. */
export interface Money {
  readonly minor: number;
  readonly currency: Currency;
}

/** Decimals of the currencies the registry takes (ISO 4217). */
const MINOR_DIGITS = {
  USD: 2, CNY: 2, EUR: 2, GBP: 2, HKD: 2, JPY: 0, KRW: 0, AED: 2, KES: 2, NGN: 2, RUB: 2, SGD: 2, THB: 2, VND: 0, MYR: 2,
  AUD: 2, CAD: 2, CHF: 2, KWD: 3, SAR: 2, BHD: 3, OMR: 3,
} as const; // biome-ignore format: a table reads better

export type Currency = keyof typeof MINOR_DIGITS;

export const CURRENCIES = Object.keys(MINOR_DIGITS) as [Currency, ...Currency[]];

/** No currency has more decimals. */
export const MAX_MINOR_DIGITS = Math.max(...Object.values(MINOR_DIGITS));

export const minorDigits = (currency: Currency): number => MINOR_DIGITS[currency];

/** @returns undefined when `amount` is not a non-negative decimal with at most the currency's decimals. */
export function parseMoney(amount: string, currency: Currency): Money | undefined {
  const minor = parseDecimal(amount, MINOR_DIGITS[currency]);
  return minor === undefined ? undefined : { minor, currency };
}

export const formatAmount = (money: Money): string => formatDecimal(money.minor, MINOR_DIGITS[money.currency]);

/** The API's form: `{"amount": "123000.00", "currency": "USD"}`. */
export const moneyToJson = (money: Money): { amount: string; currency: Currency } => ({
  amount: formatAmount(money),
  currency: money.currency,
});

export const usd = (minor: number): Money => ({ minor, currency: 'USD' });

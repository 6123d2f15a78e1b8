import { multiplyDivide, parseDecimal } from '../../shared/kernel/decimal.ts';
import { type Currency, type Money, minorDigits } from '../../shared/kernel/money.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';

/** The rate that a trade was valued at; kept with the trade, since R01 rests on it. */
export interface ExchangeRate {
  readonly usdPerUnit: string;
  readonly month: string;
}

const RATE_DIGITS = 10;

/** The rate of a currency by the rates in force; undefined where there are none, or they do not have it. */
export function rateOf(currency: Currency, { exchangeRates }: Pick<Lists, 'exchangeRates'>): ExchangeRate | undefined {
  const [rates] = exchangeRates.values();
  const usdPerUnit = rates?.usdPerUnit[currency];
  return rates && usdPerUnit !== undefined ? { usdPerUnit, month: rates.month } : undefined;
}

/** An amount in US cents, rounded half up. */
export function toUsdMinor(money: Money, rate: ExchangeRate): number {
  const scaled = parseDecimal(rate.usdPerUnit, RATE_DIGITS);
  if (scaled === undefined) throw new Error(`exchange rate ${rate.usdPerUnit} is not a decimal`);
  return multiplyDivide(money.minor, scaled, 10 ** (RATE_DIGITS + minorDigits(money.currency) - minorDigits('USD')));
}

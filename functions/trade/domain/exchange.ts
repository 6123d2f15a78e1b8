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

/**
 * The amounts of lines in US cents. Their sum is converted, once, and each line has what it adds to the sum: rounded line
 * by line, 200 lines of one yen would be two dollars instead of 1.30. No line is a cent or more off; one line alone is
 * rounded half up.
 *
 * @param minors minor units of the currency by line; undefined where a line has no amount
 */
export function toUsdMinors(
  minors: readonly (number | undefined)[],
  currency: Currency,
  rate: ExchangeRate,
): (number | undefined)[] {
  let sum = 0;
  let before = 0;
  return minors.map((minor) => {
    if (minor === undefined) return undefined;
    sum += minor;
    const after = toUsdMinor({ minor: sum, currency }, rate);
    const usdMinor = after - before;
    before = after;
    return usdMinor;
  });
}

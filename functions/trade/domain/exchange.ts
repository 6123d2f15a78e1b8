import rates from '../../../seeds/reference/exchange-rates.json' with { type: 'json' };
import { multiplyDivide, parseDecimal } from '../../shared/kernel/decimal.ts';
import { type Currency, type Money, minorDigits } from '../../shared/kernel/money.ts';

export interface MonthlyRates {
  /** `YYYY-MM`. */
  readonly month: string;
  /** Decimal text of the dollars that one unit of the currency is worth. */
  readonly usdPerUnit: Readonly<Record<Currency, string>>;
}

/** The rate that a trade was valued at; kept with the trade, since R01 rests on it. */
export interface ExchangeRate {
  readonly usdPerUnit: string;
  readonly month: string;
}

const RATE_DIGITS = 10;

const MONTHS: readonly MonthlyRates[] = rates.items;

/**
 * The rate of the day's month, or of the latest month before it that the table has.
 *
 * @param day `YYYY-MM-DD`
 * @returns undefined where the table begins after that day
 */
export function rateOn(
  currency: Currency,
  day: string,
  months: readonly MonthlyRates[] = MONTHS,
): ExchangeRate | undefined {
  const latest = months
    .filter(({ month }) => month <= day.slice(0, 7))
    .reduce<MonthlyRates | undefined>((best, one) => (best && best.month > one.month ? best : one), undefined);
  return latest && { usdPerUnit: latest.usdPerUnit[currency], month: latest.month };
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

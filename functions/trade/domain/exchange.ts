import { multiplyDivide, parseDecimal } from '../../shared/kernel/decimal.ts';
import { type Currency, type Money, minorDigits } from '../../shared/kernel/money.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { monthsBefore } from './day.ts';

/** The rate that a trade was valued at; kept with the trade, since R01 rests on it. */
export interface ExchangeRate {
  readonly usdPerUnit: string;
  readonly month: string;
}

const RATE_DIGITS = 10;

/**
 * The rate at which a trade of a day is valued: that of the day's month, which is published in the month before, or, while
 * it is not loaded, that of the month before. An older one says nothing of the cap of a declaration. The dollar needs none.
 *
 * @param day `YYYY-MM-DD` in China
 * @returns undefined where no lawful rate of the currency is known
 */
export function rateOf(currency: Currency, day: string, { rates }: Pick<Lists, 'rates'>): ExchangeRate | undefined {
  const month = day.slice(0, 7);
  if (currency === 'USD') return { usdPerUnit: '1', month };
  const [newest] = rates.values();
  const usdPerUnit = newest?.usdPerUnit[currency];
  if (!newest || usdPerUnit === undefined || !lawfulMonths(day).includes(newest.month)) return undefined;
  return { usdPerUnit, month: newest.month };
}

/** The months `YYYY-MM` whose rates may value a trade of a day, the one to be preferred first. */
export const lawfulMonths = (day: string): string[] => [day.slice(0, 7), ...monthsBefore(day.slice(0, 7), 1)];

/** An amount in US cents, rounded half up. */
export const toUsdMinor = (money: Money, rate: ExchangeRate): number =>
  multiplyDivide(money.minor, scaledRate(rate), 10 ** (minorDigits(money.currency) + CENT_DIGITS));

/**
 * An amount in US cents with its fractions, to a hundred-millionth: what is divided, or compared with a bound, is not
 * rounded to cents before. One yen is no whole cent, and 200 kg for it are still worth something.
 */
export const inUsdCents = (money: Money, rate: ExchangeRate): number =>
  multiplyDivide(money.minor, scaledRate(rate), 10 ** minorDigits(money.currency)) / 10 ** CENT_DIGITS;

/** Decimals of a rate beyond those of a cent. */
const CENT_DIGITS = RATE_DIGITS - minorDigits('USD');

function scaledRate({ usdPerUnit }: ExchangeRate): number {
  const scaled = parseDecimal(usdPerUnit, RATE_DIGITS);
  if (scaled === undefined) throw new Error(`exchange rate ${usdPerUnit} is not a decimal`);
  return scaled;
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

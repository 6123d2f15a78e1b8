import { formatDecimal, multiplyDivide, parseDecimal } from '../../../functions/shared/kernel/decimal.ts';
import { CURRENCIES, type Currency, minorDigits } from '../../../functions/shared/kernel/money.ts';

/** What a grid reckons with: decimal texts as whole numbers of their smallest part, never as floating point. */

const QUANTITY_DIGITS = 5;
const PRICE_DIGITS = 4;
const MASS_DIGITS = 3;

/** A figure as it is typed or comes from a spreadsheet, e.g. `１，２３４.５` or `$1,234.50`, as a plain decimal text. */
export const figureOf = (typed: string): string =>
  typed
    .normalize('NFKC')
    .replaceAll(/[\s,]/g, '')
    .replace(/^[$¥€£]/, '');

export const currencyOf = (text: string): Currency | undefined => CURRENCIES.find((currency) => currency === text);

/** Quantity × unit price, rounded half up to the currency's smallest part; undefined where one of them is no figure yet. */
export function product(quantity: string, unitPrice: string, currency: Currency): string | undefined {
  const [many, price] = [parseDecimal(quantity, QUANTITY_DIGITS), parseDecimal(unitPrice, PRICE_DIGITS)];
  if (many === undefined || price === undefined) return undefined;
  const digits = minorDigits(currency);
  return formatDecimal(multiplyDivide(many, price, 10 ** (QUANTITY_DIGITS + PRICE_DIGITS - digits)), digits);
}

/** Kilograms of all cartons, each kind by its count and the mass of one; undefined where nothing is known of them yet. */
export function massOf(groups: readonly (readonly [count: string, kilograms: string])[]): string | undefined {
  const grams = total(groups.map(([count, kilograms]) => ({ count, kilograms })));
  return grams > 0n ? plain(decimal(grams, MASS_DIGITS)) : undefined;
}

/** Grams of all cartons. */
export const total = (groups: readonly { readonly count: string; readonly kilograms: string }[]): bigint =>
  groups.reduce(
    (sum, { count, kilograms }) =>
      sum + BigInt(parseDecimal(count, 0) ?? 0) * BigInt(parseDecimal(kilograms, MASS_DIGITS) ?? 0),
    0n,
  );

/** The sum of amounts of a currency; what is no amount yet counts nothing. */
export const sumOf = (amounts: readonly string[], currency: Currency): string =>
  decimal(
    amounts.reduce((sum, amount) => sum + BigInt(parseDecimal(amount, minorDigits(currency)) ?? 0), 0n),
    minorDigits(currency),
  );

/** A whole number of smallest parts as a decimal text: `12345n` with two digits is `123.45`. */
export function decimal(parts: bigint, digits: number): string {
  const text = String(parts).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

const plain = (text: string): string => text.replace(/\.?0+$/, '');

/** A decimal text with its thousands set apart, e.g. `1,234,567.80`. */
export const grouped = (text: string): string => text.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');

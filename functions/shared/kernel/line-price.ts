import { multiplyDivide } from './decimal.ts';
import { type Currency, minorDigits } from './money.ts';

/** Quantities have 5 decimals, the precision of the customs declaration. */
export const QUANTITY_DIGITS = 5;

/** Unit prices have 4 decimals, the precision of the customs declaration. */
export const PRICE_DIGITS = 4;

/** Quantity scaled by 10⁵, amount in minor units of the currency. */
export interface LineTotal {
  readonly quantity: number;
  readonly minor: number;
  readonly currency: Currency;
}

/** The unit price, scaled by 10⁴, that a total comes to: the nearest, as totals are agreed and prices worked out. */
export const unitPriceOf = ({ quantity, minor, currency }: LineTotal): number =>
  multiplyDivide(minor, perMinor(currency), quantity);

/**
 * Whether a total and a unit price (scaled by 10⁴) are of one deal. Either may have been rounded: the price to its last
 * decimal, which counts once for each piece, the total to the minor unit, up, down or cut (designed for this project).
 */
export function isOneDeal({ quantity, minor, currency }: LineTotal, unitPrice: number): boolean {
  const unit = BigInt(perMinor(currency));
  const difference = BigInt(minor) * unit - BigInt(quantity) * BigInt(unitPrice);
  const off = difference < 0n ? -difference : difference;
  // Half of the price's last decimal for each piece, and half a minor unit; both sides doubled, to stay whole.
  return off < unit || 2n * off <= BigInt(quantity) + unit;
}

/** What quantity times price comes to, in minor units. */
export const productOf = (quantity: number, unitPrice: number, currency: Currency): number =>
  multiplyDivide(quantity, unitPrice, perMinor(currency));

/** How many products of scaled quantity and scaled price make one minor unit. */
const perMinor = (currency: Currency): number => 10 ** (QUANTITY_DIGITS + PRICE_DIGITS - minorDigits(currency));

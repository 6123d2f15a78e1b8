import { numberToScaled, scaledToNumber } from '../../shared/kernel/decimal.ts';
import { PRICE_DIGITS, QUANTITY_DIGITS } from '../../shared/kernel/line-price.ts';

export { PRICE_DIGITS, QUANTITY_DIGITS };

/** A figure of a message: three significant digits. */
export const threeDigits = (value: number): string => String(Number(value.toPrecision(3)));

const GRAM_DIGITS = 3;

export const scaledQuantity = (quantity: number): number => exact(quantity, QUANTITY_DIGITS);
export const grams = (kilograms: number): number => exact(kilograms, GRAM_DIGITS);
export const kilograms = (inGrams: number): number => scaledToNumber(inGrams, GRAM_DIGITS);

/** The request's schema has refused numbers with more decimals. */
function exact(value: number, digits: number): number {
  const scaled = numberToScaled(value, digits);
  if (scaled === undefined) throw new Error(`${value} has more than ${digits} decimals`);
  return scaled;
}

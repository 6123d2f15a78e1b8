import { scaledToNumber } from '../../shared/kernel/decimal.ts';

export const kilograms = (grams: number): number => scaledToNumber(grams, 3);

/** A cubic millimetre is 1e-9 m³; shown in whole litres. */
export const cubicMetres = (mm3: number): number => scaledToNumber(Math.round(mm3 / 1e6), 3);

/** Quantities are kept in 1/100,000 of their unit. */
export const units = (quantity: number): number => scaledToNumber(quantity, 5);

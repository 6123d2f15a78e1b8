import { LISTS, type Lists } from '../../functions/shared/reference/lists/index.ts';
import { shippedOn } from '../../functions/shared/reference/reference.ts';

/** Rates of a month as they are loaded: those that the program came with, under another month. */
export function ratesRow(month: string, changes: Readonly<Record<string, string>> = {}) {
  const [shipped] = shippedOn('2026-03-17').rates.values();
  return { from: `${month}-01`, month, usdPerUnit: { ...shipped?.usdPerUnit, ...changes } };
}

/** What is in force on a day once the rates of its month have been loaded. */
export function listsWithRates(day: string, changes: Readonly<Record<string, string>> = {}): Lists {
  const row = LISTS.rates.row.parse(ratesRow(day.slice(0, 7), changes));
  return Object.defineProperty(Object.create(shippedOn(day)), 'rates', { value: new Map([['USD', row]]) });
}

import { comparisonForm } from '../../../shared/kernel/comparison.ts';
import { CURRENCIES } from '../../../shared/kernel/money.ts';
import type { Lists } from '../../../shared/reference/lists/index.ts';
import { nameOf } from '../../../shared/reference/names.ts';
import { currencyOf } from '../codes.ts';
import type { UnitNames } from './in-unit.ts';

/** Words of a sheet, and the codes that they stand for. */

const listed = (list: readonly { readonly code: string; readonly words: readonly string[] }[]) =>
  new Map(
    list.flatMap(({ code, words }) => [code, ...words].map((name): [string, string] => [comparisonForm(name), code])),
  );

const named = (rows: ReadonlyMap<string, { readonly name: string }>) =>
  new Map(
    [...rows].flatMap(([code, { name }]): [string, string][] => [
      [comparisonForm(code), code],
      [comparisonForm(name), code],
    ]),
  );

/** Between a word and its code, or the other way round: 纸箱/22, 美元(USD), USD美元. */
const TOLD_TWICE = /[\s/()（）]+|(?<=[A-Z\d])(?=\p{Script=Han})|(?<=\p{Script=Han})(?=[A-Z\d])/iu;

/** Reads a cell that says the same twice as well, and a code that was taken for a number: 22.0. */
const agreed =
  (read: (text: string) => string | undefined) =>
  (text: string): string | undefined => {
    const whole = read(text) ?? read(text.replace(/^(\d+)\.0$/, '$1'));
    if (whole !== undefined) return whole;
    const [first, ...others] = text.split(TOLD_TWICE).filter((part) => part !== '');
    const code = first === undefined || others.length === 0 ? undefined : read(first);
    return others.every((other) => read(other) === code) ? code : undefined;
  };

/** How the words of a sheet are read into codes; undefined for what is in no list. Made once for all its rows. */
export interface SheetCodes extends UnitNames {
  readonly countryNamed: (text: string) => string | undefined;
  readonly packageNamed: (text: string) => string | undefined;
  readonly currencyNamed: (text: string) => string | undefined;
}

export function sheetCodes(lists: Pick<Lists, 'countries' | 'gzswCodes' | 'sheetWords' | 'units'>): SheetCodes {
  const [units, countries] = [named(lists.units), named(lists.countries)];
  const words = listed(lists.sheetWords.units);
  const [packages, currencies] = [listed(lists.sheetWords.packages), listed(lists.sheetWords.currencies)];
  return {
    unitNamed: agreed((text) => {
      const word = comparisonForm(text);
      return units.get(/^\d{1,2}$/.test(word) ? word.padStart(3, '0') : word) ?? words.get(word);
    }),
    unitName: (code) => nameOf(lists.units, code),
    countryNamed: agreed((text) => countries.get(comparisonForm(text))),
    // A spreadsheet drops the leading zero of 01 too.
    packageNamed: agreed(
      (text) => packages.get(comparisonForm(text)) ?? packages.get(comparisonForm(text).padStart(2, '0')),
    ),
    currencyNamed: agreed((text) => {
      const word = comparisonForm(text);
      const code = currencies.get(word) ?? currencyOf(word, lists);
      return (CURRENCIES as readonly (string | undefined)[]).includes(code) ? code : undefined;
    }),
  };
}

/** The word by which a kind of packaging is written. */
export const packageWord = (code: string, { sheetWords }: Pick<Lists, 'sheetWords'>): string =>
  sheetWords.packages.find((row) => row.code === code)?.words[0] ?? code;

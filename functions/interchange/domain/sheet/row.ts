import { codePoint, comparisonForm } from '../../../shared/kernel/comparison.ts';
import { parseDecimal, withoutTrailingZeros } from '../../../shared/kernel/decimal.ts';
import { excerpt } from '../../../shared/kernel/fields.ts';
import { CURRENCIES, type Currency, minorDigits } from '../../../shared/kernel/money.ts';
import { brokenIn } from '../../../shared/kernel/text.ts';
import type { Lists } from '../../../shared/reference/lists/index.ts';
import { currencyOf } from '../codes.ts';
import { type ColumnKey, REQUIRED, titleOf } from './columns.ts';
import type { Row } from './grid.ts';

/** What is wrong with a cell, said so that it can be put right. */
export interface Fault {
  /** As a spreadsheet counts. */
  readonly row: number;
  /** Title of the column. */
  readonly column: string;
  readonly code: string;
  readonly message: string;
  /** Of what may be accepted. */
  readonly warningId?: string | undefined;
}

/** A line of the sheet, its words read into codes; quantities and weights as decimal text. */
export interface SheetLine {
  readonly no: number;
  readonly merchant: string;
  readonly name: string;
  readonly hsCode: string;
  readonly specification: string;
  readonly quantity: string;
  readonly unit: string;
  readonly packages: number;
  readonly packageKind: string;
  readonly currency: Currency;
  readonly amount: string;
  readonly weightKg: string;
  readonly unitPrice: string;
  readonly legalQuantity: string;
  readonly secondQuantity: string;
  readonly netWeightKg: string;
  /** Length, width and height of a carton in millimetres, where the sheet gives all three. */
  readonly carton: readonly [number, number, number] | undefined;
  readonly trade: string;
  readonly buyer: string;
  readonly tradeOperator: string;
  readonly destination: string;
  readonly port: string;
}

/**
 * Reads one row; all its faults at once. The line is what could be read of it.
 *
 * @param isInDollars whether the title of the amounts says so
 */
export function readRow(
  { no, cells }: Row,
  places: ReadonlyMap<ColumnKey, number>,
  { unitNamed, countryNamed, packageNamed, currencyNamed }: SheetCodes,
  isInDollars = false,
): { line: SheetLine; faults: Fault[] } {
  const faults: Fault[] = [];
  const text = (key: ColumnKey): string => cells[places.get(key) ?? -1] ?? '';
  const fault = (key: ColumnKey, code: string, message: string): void => {
    faults.push({ row: no, column: titleOf(key), code, message });
  };
  for (const key of REQUIRED) {
    if (text(key) === '') fault(key, 'REQUIRED', `“${titleOf(key)}”为空，请填写`);
  }
  for (const [key, place] of places) {
    const broken = brokenIn(cells[place] ?? '');
    if (broken === undefined) continue;
    const where = `“${titleOf(key)}”“${excerpt(text(key))}”`;
    fault(key, 'BROKEN_CHARACTER', `${where}含有无法显示的字符（${codePoint(broken)}）；请删去后重新手工输入`);
  }
  /** A word or code of a list; what is not in it is a fault. */
  const coded = (key: ColumnKey, read: (text: string) => string | undefined, example: string): string => {
    const given = text(key);
    const code = given === '' ? '' : read(given);
    if (code === undefined)
      fault(key, 'NOT_IN_LIST', `“${titleOf(key)}”“${excerpt(given)}”不在代码表内，请用名称或代码，如 ${example}`);
    return code ?? '';
  };
  const decimal = (key: ColumnKey, digits: number): string => {
    const given = text(key);
    if (given === '') return '';
    const plain = withoutSeparators(given);
    const scaled = parseDecimal(plain, digits);
    if (scaled === undefined || scaled === 0) {
      fault(
        key,
        'NUMBER',
        `“${titleOf(key)}”“${excerpt(given)}”应为大于 0 的数字，至多 ${digits} 位小数，如 22000 或 1,234.5`,
      );
      return '';
    }
    return plain;
  };
  const whole = (key: ColumnKey): number => Number(decimal(key, 0));

  const currency = coded('currency', currencyNamed, '美元 或 USD') as Currency | '';
  if (isInDollars && currency !== '' && currency !== 'USD') {
    fault('currency', 'CURRENCY_CONFLICT', `表头写明货值为美元，此行币种为“${excerpt(text('currency'))}”；请改正其一`);
  }
  const sides = [whole('lengthMm'), whole('widthMm'), whole('heightMm')] as const;
  if (sides.some((side) => side > 0) && !sides.every((side) => side > 0)) {
    fault('lengthMm', 'CARTON', '箱长、箱宽、箱高须一并填写，或都不填');
  }
  return {
    line: {
      no,
      merchant: text('merchant'),
      name: text('name'),
      hsCode: coded('hsCode', hsCodeIn, '8205590000（10 位）'),
      specification: text('specification'),
      quantity: decimal('quantity', 5),
      unit: coded('unit', unitNamed, '把 或 016'),
      packages: whole('packages'),
      packageKind: coded('packageKind', packageNamed, '纸箱 或 22'),
      currency: currency === '' ? 'USD' : currency,
      amount: decimal('amount', minorDigits(currency === '' ? 'USD' : currency)),
      weightKg: decimal('weight', 3),
      unitPrice: decimal('unitPrice', 4),
      legalQuantity: decimal('legalQuantity', 5),
      secondQuantity: decimal('secondQuantity', 5),
      netWeightKg: decimal('netWeight', 3),
      carton: sides.every((side) => side > 0) ? sides : undefined,
      trade: text('trade'),
      buyer: text('buyer').toUpperCase(),
      tradeOperator: text('tradeOperator').toUpperCase(),
      destination: coded('destination', countryNamed, '阿联酋 或 ARE'),
      port: text('port'),
    },
    faults,
  };
}

/**
 * `1,234.50` and `1 234.50` are 1234.5; a comma anywhere else stays and makes the number wrong. What a spreadsheet has
 * calculated, such as 0.30000000000000004, is rounded to the 15 digits that it shows.
 */
function withoutSeparators(text: string): string {
  const plain = /^\d{1,3}([, ]\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(/[, ]/g, '') : text;
  const shown = /^\d+\.\d+$/.test(plain) && plain.length > 16 ? String(Number(Number(plain).toPrecision(15))) : plain;
  return withoutTrailingZeros(shown);
}

/** A spreadsheet drops the leading zero of a code it takes for a number; tariff books put points into it. */
function hsCodeIn(text: string): string | undefined {
  const digits = text.replaceAll(/[.\s]/g, '');
  const code = digits.length === 9 ? `0${digits}` : digits;
  return /^\d{10}$/.test(code) ? code : undefined;
}

const listed = (list: readonly { readonly code: string; readonly words: readonly string[] }[]) =>
  new Map(
    list.flatMap(({ code, words }) => [code, ...words].map((name): [string, string] => [comparisonForm(name), code])),
  );

const named = (rows: ReadonlyMap<string, { readonly name: string }>) =>
  new Map(
    [...rows].flatMap(([code, { name }]): [string, string][] => [
      [code, code],
      [name, code],
    ]),
  );

/** How the words of a sheet are read into codes; undefined for what is in no list. Made once for all its rows. */
export interface SheetCodes {
  readonly unitNamed: (text: string) => string | undefined;
  readonly countryNamed: (text: string) => string | undefined;
  readonly packageNamed: (text: string) => string | undefined;
  readonly currencyNamed: (text: string) => string | undefined;
}

export function sheetCodes(lists: Pick<Lists, 'countries' | 'gzswCodes' | 'sheetWords' | 'units'>): SheetCodes {
  const [units, countries] = [named(lists.units), named(lists.countries)];
  const [packages, currencies] = [listed(lists.sheetWords.packages), listed(lists.sheetWords.currencies)];
  return {
    unitNamed: (text) => units.get(/^\d{1,2}$/.test(text) ? text.padStart(3, '0') : text),
    countryNamed: (text) => countries.get(text.toUpperCase()),
    // A spreadsheet drops the leading zero of 01 too.
    packageNamed: (text) => packages.get(comparisonForm(text)) ?? packages.get(comparisonForm(text).padStart(2, '0')),
    currencyNamed: (text) => {
      const word = comparisonForm(text);
      const code = currencies.get(word) ?? currencyOf(word, lists);
      return (CURRENCIES as readonly (string | undefined)[]).includes(code) ? code : undefined;
    },
  };
}

/** The word by which a kind of packaging is written. */
export const packageWord = (code: string, { sheetWords }: Pick<Lists, 'sheetWords'>): string =>
  sheetWords.packages.find((row) => row.code === code)?.words[0] ?? code;

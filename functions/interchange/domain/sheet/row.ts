import { codePoint, comparableNumber, comparisonForm } from '../../../shared/kernel/comparison.ts';
import { parseDecimal, withoutTrailingZeros } from '../../../shared/kernel/decimal.ts';
import { excerpt } from '../../../shared/kernel/fields.ts';
import { CURRENCIES, type Currency, minorDigits } from '../../../shared/kernel/money.ts';
import { brokenIn, hasLostDigits, hasMarkedDigit } from '../../../shared/kernel/text.ts';
import type { Lists } from '../../../shared/reference/lists/index.ts';
import { currencyOf } from '../codes.ts';
import { type ColumnKey, KILOGRAMS, MILLIMETRES, PACKAGES, REQUIRED, titleOf } from './columns.ts';
import { figureIn } from './figure.ts';
import type { Row } from './grid.ts';

/** What is wrong with a cell, said so that it can be put right. */
export interface Fault {
  /** As a spreadsheet counts. */
  readonly row: number;
  /** Title of the column. */
  readonly column: string;
  readonly code: string;
  readonly message: string;
  /** Identifies the warning by which it may be accepted; absent where it may not. */
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
  /** What stands beside it, such as ¥; empty where nothing does. */
  readonly amountSign: string;
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
    if (code === undefined && hasLostDigits(given))
      fault(
        key,
        'DIGITS_LOST',
        `“${titleOf(key)}”“${excerpt(given)}”是科学计数，末位已丢失；请把该列设为文本格式后重新填写`,
      );
    else if (code === undefined)
      fault(key, 'NOT_IN_LIST', `“${titleOf(key)}”“${excerpt(given)}”不在代码表内，请用名称或代码，如 ${example}`);
    return code ?? '';
  };
  const decimal = (key: ColumnKey, digits: number): string => {
    const given = text(key);
    if (given === '') return '';
    const where = `“${titleOf(key)}”“${excerpt(given)}”`;
    const figure = figureIn(given);
    const scaled = figure && parseDecimal(figure.plain, digits);
    if (hasLostDigits(given) && scaled === undefined) {
      fault(key, 'DIGITS_LOST', `${where}是科学计数，末位已丢失；请把该列设为文本格式后重新填写`);
    } else if (!figure || scaled === undefined || scaled === 0) {
      fault(key, 'NUMBER', `${where}应为大于 0 的数字，至多 ${digits} 位小数，如 22000 或 1,234.5`);
    } else {
      const wrong = figure.beside === '' ? undefined : besideFault(key, figure.beside);
      if (wrong !== undefined) fault(key, 'UNIT', `${where}写有“${figure.beside}”，${wrong}；请只填数字`);
      return withoutTrailingZeros(figure.plain);
    }
    return '';
  };
  const whole = (key: ColumnKey): number => Number(decimal(key, 0));

  const unit = coded('unit', unitNamed, '把 或 016');
  const packageKind = coded('packageKind', packageNamed, '纸箱 或 22');
  const currency = coded('currency', currencyNamed, '美元 或 USD') as Currency | '';
  if (isInDollars && currency !== '' && currency !== 'USD') {
    fault('currency', 'CURRENCY_CONFLICT', `表头写明货值为美元，此行币种为“${excerpt(text('currency'))}”；请改正其一`);
  }
  /** Why what stands beside a figure does not belong there; undefined where it does. */
  function besideFault(key: ColumnKey, word: string): string | undefined {
    const form = comparableNumber(word);
    switch (key) {
      case 'amount':
      case 'unitPrice': {
        if (ANY_CURRENCY.has(word)) return undefined;
        const named: readonly (string | undefined)[] = SIGNS[word.toUpperCase()] ?? [currencyNamed(word)];
        return currency === '' || named.includes(currency) ? undefined : `与此行币种“${excerpt(text('currency'))}”不符`;
      }
      case 'weight':
      case 'netWeight':
        return KILOGRAMS.includes(form) ? undefined : '此列以千克计';
      case 'lengthMm':
      case 'widthMm':
      case 'heightMm':
        return MILLIMETRES.includes(form) ? undefined : '此列以毫米计';
      case 'quantity':
        return unitNamed(word) === unit ? undefined : `与此行单位“${excerpt(text('unit'))}”不符`;
      case 'packages':
        return PACKAGES.includes(form) || packageNamed(word) === packageKind
          ? undefined
          : `与此行包装单位“${excerpt(text('packageKind'))}”不符`;
      default:
        return '此列不带单位';
    }
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
      unit,
      packages: whole('packages'),
      packageKind,
      currency: currency === '' ? 'USD' : currency,
      amountSign: figureIn(text('amount'))?.beside ?? '',
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

/** Signs, and the currencies that have them. */
const SIGNS: Readonly<Record<string, readonly Currency[]>> = {
  US$: ['USD'],
  HK$: ['HKD'],
  $: ['USD', 'HKD', 'SGD', 'AUD', 'CAD'],
  '€': ['EUR'],
  '£': ['GBP'],
};

/** What stands for whatever currency the row says: 元 is its word, and ¥ is the key on which an English keyboard has $. */
const ANY_CURRENCY: ReadonlySet<string> = new Set(['¥', '元', '圆']);

/** A spreadsheet drops the leading zero of a code it takes for a number; tariff books put points into it. */
function hsCodeIn(text: string): string | undefined {
  const digits = hasMarkedDigit(text) ? '' : comparableNumber(text);
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
      [comparisonForm(code), code],
      [comparisonForm(name), code],
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
    unitNamed: (text) => {
      const word = comparisonForm(text);
      return units.get(/^\d{1,2}$/.test(word) ? word.padStart(3, '0') : word);
    },
    countryNamed: (text) => countries.get(comparisonForm(text)),
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

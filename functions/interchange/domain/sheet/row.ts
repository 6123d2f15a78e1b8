import { codePoint, comparableNumber, descriptionForm } from '../../../shared/kernel/comparison.ts';
import { contradictionIn } from '../../../shared/kernel/contradiction.ts';
import { notAbroad } from '../../../shared/kernel/country.ts';
import { parseDecimal, withoutTrailingZeros } from '../../../shared/kernel/decimal.ts';
import { excerpt } from '../../../shared/kernel/fields.ts';
import { worded } from '../../../shared/kernel/finding.ts';
import { type Currency, minorDigits } from '../../../shared/kernel/money.ts';
import { brokenIn, hasLostDigits, hasMarkedDigit } from '../../../shared/kernel/text.ts';
import type { SheetCodes } from './codes.ts';
import { type ColumnKey, measureOf, PACKAGES, REQUIRED, titleOf } from './columns.ts';
import { type Figure, figureIn } from './figure.ts';
import type { Row, SheetColumns } from './grid.ts';
import { counted, type InUnit, inCurrency, measured } from './in-unit.ts';

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
  /** What the titles and cells say of the units of the two, which only the goods that are filed can tell right. */
  readonly legalUnit: SaidUnit;
  readonly secondUnit: SaidUnit;
  readonly netWeightKg: string;
  /** Length, width and height of a carton in millimetres, where the sheet gives all three. */
  readonly carton: readonly [number, number, number] | undefined;
  readonly trade: string;
  readonly buyer: string;
  readonly tradeOperator: string;
  readonly destination: string;
  readonly port: string;
  /** Figures that were given in another unit than they are registered in. */
  readonly conversions: readonly Conversion[];
}

/** Words of a unit; empty where none is said. */
export interface SaidUnit {
  readonly title: string;
  readonly beside: string;
}

/** A column's figure that was brought to another unit. */
export interface Conversion {
  readonly column: string;
  readonly unit: string;
  readonly into: string;
}

/** Reads one row; all its faults at once. The line is what could be read of it. */
export function readRow(
  { no, cells }: Row,
  columns: SheetColumns,
  codes: SheetCodes,
): { line: SheetLine; faults: Fault[] } {
  const { unitNamed, countryNamed, packageNamed, currencyNamed } = codes;
  const faults: Fault[] = [];
  const conversions: Conversion[] = [];
  const text = (key: ColumnKey): string => cells[columns.get(key)?.place ?? -1] ?? '';
  const fault = (key: ColumnKey, code: string, message: string): void => {
    faults.push({ row: no, column: titleOf(key), code, message });
  };
  for (const key of REQUIRED) {
    if (text(key) === '') fault(key, 'REQUIRED', `“${titleOf(key)}”为空，请填写`);
  }
  for (const [key, { place }] of columns) {
    const broken = brokenIn(cells[place] ?? '');
    if (broken === undefined) continue;
    const where = `“${titleOf(key)}”“${excerpt(text(key))}”`;
    fault(key, 'BROKEN_CHARACTER', `${where}含有无法显示的字符（${codePoint(broken)}）；请删去后重新手工输入`);
  }
  /** A word or code of a list; what is not in it is a fault. */
  const coded = (key: ColumnKey, read: (text: string) => string | undefined, example: string): string => {
    const given = text(key);
    const code = given === '' ? '' : read(given);
    if (code === undefined && IS_POWER_OF_TEN.test(given))
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
    if (hasLostDigits(given)) {
      fault(key, 'DIGITS_LOST', `${where}是科学计数，末位已丢失；请把该列设为文本格式后重新填写`);
    } else if (!figure || Number(figure.plain) === 0) {
      fault(key, 'NUMBER', `${where}${NUMBER_EXPECTED(digits)}`);
    } else {
      const taken = inUnit(key, figure, digits);
      if ('fault' in taken) {
        fault(taken.code === 'CURRENCY_CONFLICT' ? 'currency' : key, taken.code, `${where}${taken.fault}`);
      } else if (parseDecimal(taken.plain, digits) === undefined) {
        fault(key, 'NUMBER', `${where}${NUMBER_EXPECTED(digits)}`);
        return '';
      } else if (taken.from) conversions.push({ column: titleOf(key), ...taken.from });
      return 'plain' in taken ? withoutTrailingZeros(taken.plain) : '';
    }
    return '';
  };
  const whole = (key: ColumnKey): number => Number(decimal(key, 0));

  const unit = coded('unit', unitNamed, '把 或 016');
  const packageKind = coded('packageKind', packageNamed, '纸箱 或 22');
  const currency = coded('currency', currencyNamed, '美元 或 USD') as Currency | '';
  for (const [key, { place, unit: unitOfTitle, others }] of columns) {
    // Beside an amount in another currency, one in dollars may be what it comes to.
    const meant = others.filter(
      (one) => measureOf(key) !== 'CURRENCY' || one.unit === unitOfTitle || currency === 'USD',
    );
    const column = { title: titleOf(key), place, others: meant.map((one) => one.place) };
    const message = contradictionIn(cells, column, measureOf(key) ? isOneFigure : isOneWord);
    if (message !== undefined) fault(key, 'COLUMNS_DIFFER', message);
  }

  function inUnit(key: ColumnKey, figure: Figure, digits: number): InUnit {
    const given = { figure, digits, title: columns.get(key)?.unit ?? '' };
    const measure = measureOf(key);
    switch (measure) {
      case 'MASS':
      case 'LENGTH':
        return measured(measure, given);
      case 'CURRENCY':
        return priced(key, given);
      case 'PACKAGES':
        return packed(given);
      default:
        // Legal units are the goods': `judge` knows them.
        return key === 'quantity' ? counted(given, { code: unit, whose: '此行单位' }, codes) : { plain: figure.plain };
    }
  }

  function priced(key: ColumnKey, given: Parameters<typeof inCurrency>[0]): InUnit {
    const { beside } = given.figure;
    // A currency that could not be read is complained of by itself.
    if (currency === '') return { plain: given.figure.plain };
    const named = currenciesOf(beside);
    if (beside !== '' && !ANY_CURRENCY.has(beside) && !named.includes(currency)) {
      const why = named.length === 0 ? '不是币种' : `与此行币种“${excerpt(text('currency'))}”不符`;
      return { code: 'UNIT', fault: `写有“${beside}”，${why}；请只填数字` };
    }
    const per = (word: string): boolean =>
      key === 'unitPrice' &&
      !(
        'fault' in
        counted({ ...given, title: '', figure: { plain: '1', beside: word } }, { code: unit, whose: '' }, codes)
      );
    return inCurrency(given, { currency, per }, currenciesOf);
  }

  function currenciesOf(word: string): readonly Currency[] {
    return SIGNS[word.toUpperCase()] ?? ([currencyNamed(word)].filter((code) => code !== undefined) as Currency[]);
  }

  function packed({ figure: { plain, beside }, title }: Parameters<typeof inCurrency>[0]): InUnit {
    const wrong = [title, beside].find(
      (word) =>
        word !== '' &&
        !PACKAGES.includes(comparableNumber(word)) &&
        packageKind !== '' &&
        packageNamed(word) !== packageKind,
    );
    if (wrong === undefined) return { plain };
    const of = `此行包装单位“${excerpt(text('packageKind'))}”不符`;
    return {
      code: 'UNIT',
      fault: wrong === beside ? `写有“${wrong}”，与${of}；请只填数字` : `的表头写有“${wrong}”，与${of}；请改正其一`,
    };
  }

  const said = (key: ColumnKey): SaidUnit => ({
    title: text(key) === '' ? '' : (columns.get(key)?.unit ?? ''),
    beside: figureIn(text(key))?.beside ?? '',
  });
  const destination = coded('destination', countryNamed, '阿联酋 或 ARE');
  const atHome = notAbroad(titleOf('destination'), destination);
  if (atHome) fault('destination', 'DESTINATION_NOT_ABROAD', worded(atHome).message);
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
      legalUnit: said('legalQuantity'),
      secondUnit: said('secondQuantity'),
      netWeightKg: decimal('netWeight', 3),
      carton: sides.every((side) => side > 0) ? sides : undefined,
      trade: text('trade'),
      buyer: text('buyer').toUpperCase(),
      tradeOperator: text('tradeOperator').toUpperCase(),
      destination,
      port: text('port'),
      conversions,
    },
    faults,
  };
}

const isOneFigure = (a: string, b: string): boolean => {
  const [one, other] = [figureIn(a), figureIn(b)];
  return one !== undefined && other !== undefined
    ? withoutTrailingZeros(one.plain) === withoutTrailingZeros(other.plain) && one.beside === other.beside
    : a === b;
};

/** Codes are told apart by their letters and digits; tariff books put points into them. */
const isOneWord = (a: string, b: string): boolean =>
  descriptionForm(a) === descriptionForm(b) || (hsCodeIn(a) !== undefined && hsCodeIn(a) === hsCodeIn(b));

/** A code that a spreadsheet or a program took for a number. */
const IS_POWER_OF_TEN = /^\d(\.\d+)?E\+?\d{1,2}$/i;

const NUMBER_EXPECTED = (digits: number): string => `应为大于 0 的数字，至多 ${digits} 位小数，如 22000 或 1,234.5`;

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

/**
 * A spreadsheet drops the leading zero of a code it takes for a number; tariff books put points into it, people HS before
 * it.
 */
function hsCodeIn(text: string): string | undefined {
  const digits = hasMarkedDigit(text)
    ? ''
    : comparableNumber(text.replace(/^(\d{9,10})\.0$/, '$1')).replace(/^HS(?:编码)?/, '');
  const code = digits.length === 9 ? `0${digits}` : digits;
  return /^\d{10}$/.test(code) ? code : undefined;
}

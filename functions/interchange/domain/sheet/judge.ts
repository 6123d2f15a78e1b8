import { descriptionForm } from '../../../shared/kernel/comparison.ts';
import { formatDecimal, parseDecimal, withoutTrailingZeros } from '../../../shared/kernel/decimal.ts';
import { excerpt } from '../../../shared/kernel/fields.ts';
import { isOneDeal, PRICE_DIGITS, productOf, QUANTITY_DIGITS, unitPriceOf } from '../../../shared/kernel/line-price.ts';
import { formatAmount, parseMoney } from '../../../shared/kernel/money.ts';
import { inTurns } from '../../../shared/kernel/turns.ts';
import { type Description, descriptionKey, type GoodsOf, type KnownGoods, type KnownParty } from '../known.ts';
import { ALL_COLUMNS, type ColumnKey, titleOf } from './columns.ts';
import { counted, type InUnit, type UnitNames } from './in-unit.ts';
import type { Fault, SheetLine } from './row.ts';

/** What a sheet's words stand for in the district. */
export interface Named {
  /** Merchants by what the sheet's first column says. */
  readonly merchants: ReadonlyMap<string, KnownParty>;
  readonly goods: ReadonlyMap<string, GoodsOf>;
  /** The merchant of every row that names none; undefined where it is to be found. */
  readonly only?: string | undefined;
  readonly codes: UnitNames;
}

/** A line with the goods filing it means. */
export interface JudgedLine {
  readonly line: SheetLine;
  readonly goods: KnownGoods;
  readonly unitPrice: string;
  readonly legalQuantity: string;
}

/** A row as it was judged: a line to register, or what is wrong with it. */
export interface JudgedRow {
  readonly no: number;
  readonly judged: JudgedLine | undefined;
  readonly faults: readonly Fault[];
}

/** The description under which a line's goods are found. */
export function descriptionOf(
  { merchant, name, hsCode, specification }: SheetLine,
  { merchants, only = '' }: Pick<Named, 'merchants' | 'only'>,
): Description {
  const merchantId = merchants.get(merchant)?.entityId ?? only;
  const isWhole = hsCode !== '' && specification !== '';
  return isWhole ? { merchantId, name, hsCode, specification } : { merchantId, name, hsCode: '', specification: '' };
}

/**
 * Finds each line's goods. The first column of a sheet often holds a number of the market that the registry does not know:
 * rows of one number are one merchant's, so it is the one merchant that has filed the goods of all of them.
 *
 * A sheet of many rows is judged in turns with whatever else there is to do.
 */
export async function judge(
  rows: readonly { readonly line: SheetLine; readonly faults: readonly Fault[] }[],
  named: Named,
): Promise<JudgedRow[]> {
  const candidates = new Map(await inTurns(rows, ({ line }) => [line, candidatesOf(line, named)] as const));
  const owners = ownersOf(
    rows.map(({ line }) => line),
    candidates,
  );
  return inTurns(rows, ({ line, faults }) => {
    const owner = line.merchant === '' ? undefined : owners.get(line.merchant);
    const { goods: known = [], isMore = false } = candidates.get(line) ?? {};
    const found = known.filter(({ merchantId }) => owner === undefined || merchantId === owner);
    const goods = found.length === 1 && !isMore ? found[0] : undefined;
    const more = goods ? goodsFaults(line, goods, named.codes) : [missing(line, found.length, isMore)];
    const all = (line.name === '' ? faults : [...faults, ...more]).toSorted(byColumn);
    return {
      no: line.no,
      judged: goods && all.length === 0 ? judgedLine(line, goods, named.codes) : undefined,
      faults: all,
    };
  });
}

const byColumn = (a: Fault, b: Fault): number => placeOf(a.column) - placeOf(b.column);
const placeOf = (title: string): number => ALL_COLUMNS.findIndex(({ key }) => titleOf(key) === title);

function candidatesOf(line: SheetLine, named: Named): GoodsOf {
  const { goods: found = [], isMore = false } = named.goods.get(descriptionKey(descriptionOf(line, named))) ?? {};
  const said = found.filter(
    (one) =>
      (line.hsCode === '' || one.hsCode === line.hsCode) &&
      (line.specification === '' || sameWords(one.specification, line.specification)),
  );
  return { goods: said, isMore };
}

const sameWords = (a: string, b: string): boolean => descriptionForm(a) === descriptionForm(b);

/** The merchant of each number in the first column: the only one that could be behind all its rows. */
function ownersOf(lines: readonly SheetLine[], candidates: ReadonlyMap<SheetLine, GoodsOf>): Map<string, string> {
  const owners = new Map<string, Set<string>>();
  for (const line of lines) {
    const { goods = [], isMore = false } = candidates.get(line) ?? {};
    if (line.merchant === '' || goods.length === 0 || isMore) continue;
    const here = new Set(goods.map(({ merchantId }) => merchantId));
    owners.set(line.merchant, owners.get(line.merchant)?.intersection(here) ?? here);
  }
  return new Map(
    [...owners].flatMap(([number, merchants]): [string, string][] => {
      const [only, ...others] = merchants;
      return only !== undefined && others.length === 0 ? [[number, only]] : [];
    }),
  );
}

const faultOf = (line: SheetLine, key: ColumnKey, code: string, message: string): Fault => ({
  row: line.no,
  column: titleOf(key),
  code,
  message,
});

function missing(line: SheetLine, count: number, isMore: boolean): Fault {
  const goods = [line.name, line.hsCode, line.specification].filter((part) => part !== '').join(' ');
  return count === 0 && !isMore
    ? faultOf(
        line,
        'name',
        'GOODS_NOT_FILED',
        `商品“${excerpt(goods)}”未备案，或与备案的名称、编码、规格不一致；请先备案或核对`,
      )
    : faultOf(
        line,
        'merchant',
        'GOODS_AMBIGUOUS',
        `有不止一个商户备案了“${excerpt(goods)}”；请在“商户”填写商户名称、备案号或摊位，并填写编码和规格`,
      );
}

function goodsFaults(line: SheetLine, goods: KnownGoods, codes: UnitNames): Fault[] {
  const faults: Fault[] = [];
  if (line.unit !== '' && line.unit !== goods.dealUnit) {
    faults.push(
      faultOf(
        line,
        'unit',
        'UNIT_NOT_AS_FILED',
        `单位“${codes.unitName(line.unit)}”与备案的成交单位“${codes.unitName(goods.dealUnit)}”不一致；请改用备案单位并换算数量`,
      ),
    );
  }
  if (line.quantity !== '' && line.amount !== '' && priceOf(line) === undefined) {
    faults.push(
      faultOf(
        line,
        'amount',
        'PRICE_NOT_EXACT',
        `货值 ${line.amount} 除以数量 ${line.quantity}，单价不足 0.0001；请核对，或改用较大的成交单位（如千个）备案和登记`,
      ),
    );
  }
  const { minor, quantity, price } = figuresOf(line);
  if (minor && quantity && price !== undefined && !isOneDeal({ quantity, minor, currency: line.currency }, price)) {
    const expected = formatAmount({ minor: productOf(quantity, price, line.currency), currency: line.currency });
    faults.push(
      faultOf(
        line,
        'amount',
        'AMOUNT_NOT_PRODUCT',
        `货值 ${line.amount} 不等于数量 ${line.quantity} × 单价 ${line.unitPrice}，应为 ${expected}；请改正其中有误的一项`,
      ),
    );
  }
  for (const [key, given] of customsQuantities(line, goods, codes)) {
    if ('fault' in given) {
      faults.push(faultOf(line, key, given.code, `“${titleOf(key)}”“${line[key]}”${given.fault}`));
    }
  }
  if (line.secondQuantity !== '' && goods.secondUnit === undefined) {
    faults.push(
      faultOf(line, 'secondQuantity', 'SECOND_UNIT_NOT_FILED', '该商品没有备案第二单位；请删去第二数量，或变更备案'),
    );
  }
  if ((parseDecimal(line.netWeightKg, 3) ?? 0) > (parseDecimal(line.weightKg, 3) ?? Number.POSITIVE_INFINITY)) {
    faults.push(
      faultOf(
        line,
        'netWeight',
        'NET_ABOVE_GROSS',
        `净重 ${line.netWeightKg} 千克大于重量 ${line.weightKg} 千克；请核对是否填反`,
      ),
    );
  }
  if (legalQuantityOf(line, goods) === undefined) {
    faults.push(
      faultOf(
        line,
        'legalQuantity',
        'LEGAL_QUANTITY',
        `备案的法定单位为“${codes.unitName(goods.legalUnit)}”，不能由表中数量推算；请增加“法定数量”列`,
      ),
    );
  }
  return faults;
}

function judgedLine(line: SheetLine, goods: KnownGoods, codes: UnitNames): JudgedLine {
  const whole = { ...line, conversions: [...line.conversions] };
  for (const [key, given] of customsQuantities(line, goods, codes)) {
    if ('fault' in given) throw new Error(`a line with faults is registered: ${given.code}`);
    whole[key] = withoutTrailingZeros(given.plain);
    if (given.from) whole.conversions.push({ column: titleOf(key), ...given.from });
  }
  return { line: whole, goods, unitPrice: priceOf(line) ?? '', legalQuantity: legalQuantityOf(whole, goods) ?? '' };
}

/** The legal quantity and the second, in the units that are filed for the goods; those that the sheet gives. */
function customsQuantities(line: SheetLine, { legalUnit, secondUnit = '' }: KnownGoods, codes: UnitNames) {
  const given = [
    { key: 'legalQuantity', said: line.legalUnit, code: legalUnit, whose: '备案的法定单位' },
    { key: 'secondQuantity', said: line.secondUnit, code: secondUnit, whose: '备案的第二单位' },
  ] as const;
  return given.flatMap(({ key, said: { title, beside }, code, whose }): [typeof key, InUnit][] => {
    const figure = { plain: line[key], beside };
    return figure.plain === ''
      ? []
      : [[key, counted({ figure, title, digits: QUANTITY_DIGITS }, { code, whose }, codes)]];
  });
}

/** The figures of a line as whole numbers; undefined where there is none. */
const figuresOf = ({ quantity, amount, currency, unitPrice }: SheetLine) => ({
  quantity: parseDecimal(quantity, QUANTITY_DIGITS),
  minor: parseMoney(amount, currency)?.minor,
  price: parseDecimal(unitPrice, PRICE_DIGITS),
});

/** The sheet's own price, else the one that the amount comes to for a piece; undefined where that is less than 0.0001. */
function priceOf(line: SheetLine): string | undefined {
  if (line.unitPrice !== '') return line.unitPrice;
  const { quantity, minor } = figuresOf(line);
  if (!minor || !quantity) return undefined;
  const price = unitPriceOf({ quantity, minor, currency: line.currency });
  return price === 0 ? undefined : formatDecimal(price, PRICE_DIGITS);
}

const KILOGRAM = '035';

/**
 * The legal quantity: as the sheet says; the deal quantity where the units are the same; kilograms by the net weight, or by
 * the sheet's weight, the only one the fourteen columns have.
 */
function legalQuantityOf(line: SheetLine, goods: KnownGoods): string | undefined {
  if (line.legalQuantity !== '') return line.legalQuantity;
  if (goods.legalUnit === goods.dealUnit) return line.quantity;
  if (goods.legalUnit !== KILOGRAM) return undefined;
  return line.netWeightKg === '' ? line.weightKg : line.netWeightKg;
}

/** Sum of the lines by currency, as amounts. */
export function totalsOf(lines: readonly JudgedLine[]): { amount: string; currency: string }[] {
  const byCurrency = Map.groupBy(lines, ({ line }) => line.currency);
  return [...byCurrency].map(([currency, same]) => ({
    currency,
    amount: formatAmount({
      currency,
      minor: same.reduce((sum, { line }) => sum + (parseMoney(line.amount, currency)?.minor ?? 0), 0),
    }),
  }));
}

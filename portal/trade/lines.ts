import type { Currency } from '../../functions/shared/kernel/money.ts';
import type { ItemOf } from '../api/contracts.ts';
import type { Value } from '../forms/value.ts';
import { massOf, product } from './grid/figures.ts';
import { type Column, lineAt, type Row, TICKED } from './grid/rows.ts';

/** Lines of a trade in the grid: what each cell is called, how it is read, and what follows of what. */

export type FiledGoods = ItemOf<'GET /v1/goods'>;

export const GOODS_LIST = 'goods-of-merchant';
export const UNITS_LIST = 'units';

/** A customs unit of measure. */
export interface Unit {
  readonly code: string;
  readonly name: string;
}

export const CARTON_COLUMNS: readonly Column[] = [
  { key: 'count', title: '箱数', aliases: ['件数', '包装数量'], of: 'carton', kind: 'figure', width: 'narrow' },
  {
    key: 'lengthMm',
    title: '长 mm',
    aliases: ['箱长', '箱长mm', '箱长（毫米）', '外箱长', '长'],
    of: 'carton',
    kind: 'figure',
    width: 'narrow',
  },
  {
    key: 'widthMm',
    title: '宽 mm',
    aliases: ['箱宽', '箱宽mm', '箱宽（毫米）', '外箱宽', '宽'],
    of: 'carton',
    kind: 'figure',
    width: 'narrow',
  },
  {
    key: 'heightMm',
    title: '高 mm',
    aliases: ['箱高', '箱高mm', '箱高（毫米）', '外箱高', '高'],
    of: 'carton',
    kind: 'figure',
    width: 'narrow',
  },
  {
    key: 'grossWeightKg',
    title: '每箱毛重 kg',
    aliases: ['每箱毛重', '毛重kg/箱', '单箱毛重', '毛重/箱'],
    of: 'carton',
    kind: 'figure',
    width: 'narrow',
  },
  {
    key: 'netWeightKg',
    title: '每箱净重 kg',
    aliases: ['每箱净重', '净重kg/箱', '单箱净重', '净重/箱'],
    of: 'carton',
    kind: 'figure',
    width: 'narrow',
  },
];

/** Asked for where stacking is special. */
export const STACKING_COLUMNS: readonly Column[] = [
  { key: 'thisSideUp', title: '此面向上', aliases: [], of: 'carton', kind: 'tick', width: 'narrow' },
  {
    key: 'stackable',
    title: '可堆码',
    aliases: ['可堆叠'],
    of: 'carton',
    kind: 'tick',
    isTickedAtFirst: true,
    width: 'narrow',
  },
  { key: 'maxLoadKg', title: '箱顶承重 kg', aliases: ['箱顶最大承重'], of: 'carton', kind: 'figure', width: 'narrow' },
];

const GOODS_COLUMN: Column = {
  key: 'goodsId',
  title: '商品',
  aliases: ['货号', '自有货号', '商品名称', '品名', '中文品名', '商品备案编号'],
  of: 'line',
  kind: 'text',
  list: GOODS_LIST,
  width: 'wide',
};

const SECOND_QUANTITY: Column = {
  key: 'secondQuantity',
  title: '第二数量',
  aliases: ['法定第二数量'],
  of: 'line',
  kind: 'figure',
  width: 'narrow',
};

export const lineColumns = (hasSecondUnit: boolean, hasStacking: boolean): readonly Column[] => [
  GOODS_COLUMN,
  {
    key: 'quantity',
    title: '数量',
    aliases: ['成交数量', '交易数量', 'QTY', 'QUANTITY'],
    of: 'line',
    kind: 'figure',
    width: 'usual',
  },
  {
    key: 'unit',
    title: '单位',
    aliases: ['成交单位', '计量单位', 'UNIT'],
    of: 'line',
    kind: 'text',
    list: UNITS_LIST,
    width: 'narrow',
  },
  { key: 'unitPrice', title: '单价', aliases: ['PRICE', 'UNIT PRICE'], of: 'line', kind: 'figure', width: 'usual' },
  {
    key: 'amount',
    title: '金额',
    aliases: ['货值', '总价', '总金额', 'AMOUNT'],
    of: 'line',
    kind: 'figure',
    width: 'usual',
  },
  {
    key: 'legalQuantity',
    title: '法定数量',
    aliases: ['法定第一数量', '第一数量'],
    of: 'line',
    kind: 'figure',
    width: 'usual',
  },
  ...(hasSecondUnit ? [SECOND_QUANTITY] : []),
  ...CARTON_COLUMNS,
  ...(hasStacking ? STACKING_COLUMNS : []),
];

export const labelOf = ({ ownCode, goodsNumber, nameZh, specification }: FiledGoods): string =>
  `${ownCode ?? goodsNumber} ${nameZh} ${specification}`;

const folded = (text: string): string => text.normalize('NFKC').replaceAll(/\s+/g, '').toUpperCase();

/** The goods that a text names. */
export type FindGoods = (text: string) => FiledGoods | undefined;

/** Finds goods by label, number or code, else by the one name or part that only they have. */
export function goodsFinder(goods: readonly FiledGoods[]): FindGoods {
  const exact = new Map<string, FiledGoods>();
  const labels = goods.map((one): readonly [string, FiledGoods] => [folded(labelOf(one)), one]);
  for (const [label, one] of labels) {
    for (const name of [label, folded(one.goodsNumber), folded(one.ownCode ?? '')]) {
      if (name !== '' && !exact.has(name)) exact.set(name, one);
    }
  }
  return (text) => {
    const wanted = folded(text);
    if (wanted === '') return undefined;
    const found = exact.get(wanted);
    if (found) return found;
    const named = goods.filter(({ nameZh }) => folded(nameZh) === wanted);
    const likely = named.length > 0 ? named : labels.filter(([label]) => label.includes(wanted)).map(([, one]) => one);
    return likely.length === 1 ? likely[0] : undefined;
  };
}

export const unitNamed = (units: readonly Unit[], text: string): Unit | undefined =>
  units.find(({ code, name }) => code === text.trim() || name === text.trim());

/** What lines are filled in with. */
export interface Stock {
  readonly find: FindGoods;
  readonly units: readonly Unit[];
  readonly currency: Currency | undefined;
}

/** 千克 of the customs units of measure. */
const KILOGRAM = '035';

/** What a cell of a line is by the others of it, where it follows from them. @param line its rows, the first one first */
function derived(line: readonly Row[], key: string, { find, units, currency }: Stock): string | undefined {
  const cells = line[0]?.cells ?? {};
  const own = find(cells['goodsId'] ?? '');
  switch (key) {
    case 'unit':
      return units.find(({ code }) => code === own?.dealUnit)?.name;
    case 'amount':
      return currency && product(cells['quantity'] ?? '', cells['unitPrice'] ?? '', currency);
    case 'legalQuantity':
      return own && quantityIn(own.legalUnit, own, line);
    case 'secondQuantity':
      return own?.secondUnit === undefined ? undefined : quantityIn(own.secondUnit, own, line);
    default:
      return undefined;
  }
}

/** A quantity in another unit: that of the deal where it is the same, the net mass of all cartons where it is kilograms. */
function quantityIn(unit: string, { dealUnit }: FiledGoods, line: readonly Row[]): string | undefined {
  if (unit === dealUnit) return line[0]?.cells['quantity'];
  return unit === KILOGRAM
    ? massOf(line.map(({ cells }) => [cells['count'] ?? '', cells['netWeightKg'] ?? '']))
    : undefined;
}

const DERIVED = ['unit', 'amount', 'legalQuantity', 'secondQuantity'] as const;

const withCell = (row: Row, key: string, text: string): Row => ({ ...row, cells: { ...row.cells, [key]: text } });

/** A line with the cells of its first row that follow from the others. @param isKept whether what stands in a cell stays */
function filled(line: readonly Row[], stock: Stock, isKept: (key: string, text: string) => boolean): readonly Row[] {
  return DERIVED.reduce<readonly Row[]>((after, key) => {
    const [first, ...more] = after;
    const value = derived(after, key, stock);
    if (!first || value === undefined || isKept(key, first.cells[key] ?? '')) return after;
    return [withCell(first, key, value), ...more];
  }, line);
}

/**
 * The rows after a cell was typed. What followed of the cells as they were follows of them as they are; what was typed
 * stays.
 */
export function typedIn(rows: readonly Row[], index: number, key: string, text: string, stock: Stock): readonly Row[] {
  const [from, to] = lineAt(rows, index);
  const before = rows.slice(from, to);
  const typed = before.map((row, at) => (from + at === index ? withCell(row, key, text) : row));
  const isKept = (one: string, stood: string): boolean =>
    one === key || (stood !== '' && stood !== derived(before, one, stock));
  return [...rows.slice(0, from), ...filled(typed, stock, isKept), ...rows.slice(to)];
}

/** The rows after one was left or pasted: goods and units by their one name, and what is empty and follows from the rest. */
export function settledIn(rows: readonly Row[], index: number, stock: Stock): readonly Row[] {
  const [from, to] = lineAt(rows, index);
  const [first, ...more] = rows.slice(from, to);
  if (!first) return rows;
  const own = stock.find(first.cells['goodsId'] ?? '');
  const unit = unitNamed(stock.units, first.cells['unit'] ?? '');
  const named: Row = {
    ...first,
    cells: { ...first.cells, ...(own && { goodsId: labelOf(own) }), ...(unit && { unit: unit.name }) },
  };
  return [...rows.slice(0, from), ...filled([named, ...more], stock, (_, stood) => stood !== ''), ...rows.slice(to)];
}

/**
 * What the body says of a cell: the id of goods, the code of a unit; what names none goes as it was typed, and the API says
 * so.
 */
export function valueInLine(row: Row, { key, kind }: Column, { find, units }: Pick<Stock, 'find' | 'units'>): Value {
  const text = row.cells[key] ?? '';
  if (key === 'goodsId') return find(text)?.id ?? text;
  if (key === 'unit') return unitNamed(units, text)?.code ?? text;
  if (kind !== 'tick') return text;
  // What nobody touched is what the API takes it for.
  return text === '' ? undefined : text === TICKED;
}

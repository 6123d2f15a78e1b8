import { EXPORT_MODE_NAMES, VOUCHER_NAMES } from '../../events/names.ts';
import { type TradeLine } from '../../events/trade.ts';
import { formatDecimal, withoutTrailingZeros } from '../../shared/kernel/decimal.ts';
import { formatAmount } from '../../shared/kernel/money.ts';
import { kilograms, PRICE_DIGITS, QUANTITY_DIGITS } from './scale.ts';
import type { Trade } from './trade.ts';

/** One entry of a trade that a later version has otherwise; an entry that is new, or gone, has one side only. */
export interface EnteredDifference {
  /** JSON Pointer into `POST /v1/trades`. */
  readonly pointer: string;
  /** What people call the entry, e.g. `第 2 行成交数量`. */
  readonly title: string;
  readonly before?: string;
  readonly after?: string;
}

/** What two versions of a trade say otherwise of what was entered, in the order of the form. */
export function enteredDifferences(before: Trade, after: Trade): EnteredDifference[] {
  const [old, now] = [entriesOf(before), entriesOf(after)];
  return [...new Map([...old, ...now])].flatMap(([pointer, [title]]) => {
    const [was, is] = [old.get(pointer)?.[1], now.get(pointer)?.[1]];
    if (was === is) return [];
    return [
      { pointer, title, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) },
    ];
  });
}

type Entry = readonly [pointer: string, said: readonly [title: string, text: string]];

const entry = (pointer: string, title: string, text: string | undefined): Entry[] =>
  text === undefined || text === '' ? [] : [[pointer, [title, text]]];

const entriesOf = (trade: Trade): ReadonlyMap<string, Entry[1]> =>
  new Map([
    ...entry('/buyerId', '境外采购商', trade.buyerId),
    ...entry('/exportMode', '出口方式', EXPORT_MODE_NAMES[trade.exportMode]),
    ...entry('/destinationCountry', '最终目的国', trade.destinationCountry),
    ...entry('/portOfDischarge', '指运港', trade.portOfDischarge),
    ...entry('/currency', '币制', trade.currency),
    ...trade.lines.flatMap((line, index) => lineEntries(line, index, trade)),
    ...entry('/vouchers', '原始凭证', trade.vouchers.map(voucherText).join('；')),
    ...entry('/packingDistrict', '装箱地区县', trade.packingDistrict),
  ]);

function lineEntries(line: TradeLine, index: number, { currency }: Pick<Trade, 'currency'>): Entry[] {
  const of = (field: string, title: string, text: string | undefined): Entry[] =>
    entry(`/lines/${index}/${field}`, `第 ${index + 1} 行${title}`, text);
  return [
    ...of('goodsId', '商品', [line.hsCode, line.nameZh, line.specification, line.goodsId].join(' ')),
    ...of('quantity', '成交数量', quantityText(line.quantity)),
    ...of('unit', '成交单位', line.dealUnit),
    ...of('legalQuantity', '法定数量', quantityText(line.legalQuantity)),
    ...of(
      'secondQuantity',
      '第二数量',
      line.secondQuantity === undefined ? undefined : quantityText(line.secondQuantity),
    ),
    ...of('unitPrice', '单价', formatDecimal(line.unitPrice, PRICE_DIGITS)),
    ...of('amount', '金额', formatAmount({ minor: line.amountMinor, currency })),
    ...of('cartons', '装箱', line.cartons.map(cartonText).join('；')),
  ];
}

const quantityText = (scaled: number): string => withoutTrailingZeros(formatDecimal(scaled, QUANTITY_DIGITS));

const cartonText = ({
  count,
  lengthMm,
  widthMm,
  heightMm,
  grossG,
  netG,
  thisSideUp,
  stackable,
  maxLoadG,
}: TradeLine['cartons'][number]): string =>
  [
    `${count} 箱 ${lengthMm}×${widthMm}×${heightMm} 毫米`,
    `每箱毛重 ${kilograms(grossG)} 千克、净重 ${kilograms(netG)} 千克`,
    ...(thisSideUp ? ['此面向上'] : []),
    ...(stackable ? [] : ['不可堆码']),
    ...(maxLoadG === undefined ? [] : [`箱顶最大承重 ${kilograms(maxLoadG)} 千克`]),
  ].join('，');

const voucherText = ({ type, number, issuedOn, documentId, sha256 }: Trade['vouchers'][number]): string =>
  [`${VOUCHER_NAMES[type]} ${number}`, issuedOn, documentId ?? sha256].filter((part) => part !== undefined).join(' ');

import { normaliseText } from '../../../shared/kernel/text.ts';

/**
 * The 联网清单: fourteen columns, those with `*` required. Further columns are read where a sheet has them and written on
 * the way out; they carry what a registered trade has and the fourteen do not say.
 */
export const COLUMNS = [
  { key: 'merchant', title: '商户', aliases: ['商户号', '商铺', '摊位'] },
  { key: 'name', title: '*商品名称', aliases: ['品名', '货物名称'] },
  { key: 'hsCode', title: '商品HS编码', aliases: ['HS编码', '商品编码', '商品编号', 'HS'] },
  { key: 'ownCode', title: '货号/唛头', aliases: ['货号', '唛头'] },
  { key: 'specification', title: '规格型号', aliases: ['规格'] },
  { key: 'producer', title: '生产厂商', aliases: ['生产厂家', '生产商'] },
  { key: 'brand', title: '品牌', aliases: [] },
  { key: 'quantity', title: '*交易数量', aliases: ['数量', '成交数量'] },
  { key: 'unit', title: '*单位', aliases: ['成交单位', '计量单位'] },
  { key: 'packages', title: '*包装数量', aliases: ['箱数', '件数'] },
  { key: 'packageKind', title: '*包装单位', aliases: ['包装种类'] },
  { key: 'currency', title: '*币种', aliases: ['币制'] },
  { key: 'amount', title: '*货值', aliases: ['金额', '总价'] },
  { key: 'weight', title: '*重量(KGS)', aliases: ['重量', '重量(KG)', '毛重', '毛重(KGS)', '毛重(KG)'] },
] as const;

export const FURTHER_COLUMNS = [
  { key: 'unitPrice', title: '单价', aliases: [] },
  { key: 'legalQuantity', title: '法定数量', aliases: [] },
  { key: 'secondQuantity', title: '第二数量', aliases: [] },
  { key: 'netWeight', title: '净重(KGS)', aliases: ['净重', '净重(KG)'] },
  { key: 'lengthMm', title: '箱长(MM)', aliases: [] },
  { key: 'widthMm', title: '箱宽(MM)', aliases: [] },
  { key: 'heightMm', title: '箱高(MM)', aliases: [] },
  { key: 'trade', title: '交易单号', aliases: [] },
  { key: 'buyer', title: '采购商', aliases: [] },
  { key: 'tradeOperator', title: '代理商', aliases: [] },
  { key: 'destination', title: '运抵国', aliases: ['最终目的国'] },
  { key: 'port', title: '指运港', aliases: [] },
] as const;

export type ColumnKey = (typeof COLUMNS)[number]['key'] | (typeof FURTHER_COLUMNS)[number]['key'];

export const ALL_COLUMNS: readonly {
  readonly key: ColumnKey;
  readonly title: string;
  readonly aliases: readonly string[];
}[] = [...COLUMNS, ...FURTHER_COLUMNS];

/** A column's title without its mark, as messages name it. */
export const titleOf = (key: ColumnKey): string =>
  ALL_COLUMNS.find((column) => column.key === key)?.title.replace('*', '') ?? key;

export const REQUIRED: readonly ColumnKey[] = COLUMNS.filter(({ title }) => title.startsWith('*')).map(
  ({ key }) => key,
);

/** Titles are compared without marks, blanks and letter case. */
const plain = (title: string): string => normaliseText(title).replaceAll(/[*\s]/g, '').toUpperCase();

const KEYS = new Map<string, ColumnKey>(
  ALL_COLUMNS.flatMap(({ key, title, aliases }) =>
    [title, ...aliases].map((name): [string, ColumnKey] => [plain(name), key]),
  ),
);

/** Where each column stands in a row of titles; a title that stands twice is taken the first time. */
export function columnsIn(cells: readonly string[]): Map<ColumnKey, number> {
  const places = new Map<ColumnKey, number>();
  for (const [index, cell] of cells.entries()) {
    const key = KEYS.get(plain(cell));
    if (key !== undefined && !places.has(key)) places.set(key, index);
  }
  return places;
}

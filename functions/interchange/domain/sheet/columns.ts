import { Headings, headingForm } from '../../../shared/kernel/headings.ts';

/** Units that a title may name; what is given in others (吨, 克, 厘米, 万元) is another column, and is not read. */
export const KILOGRAMS: readonly string[] = ['KGS', 'KG', '千克', '公斤'];
export const MILLIMETRES: readonly string[] = ['MM', '毫米'];
/** Sheets give their amounts in the currency of the row; the title of the template's own is often written beside it. */
const DOLLARS = ['USD', 'US', '美元', '美金'];
export const PACKAGES: readonly string[] = ['箱', '件', 'CTN', 'CTNS', 'PKGS'];

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
  { key: 'packages', title: '*包装数量', aliases: ['箱数', '件数'], units: PACKAGES },
  { key: 'packageKind', title: '*包装单位', aliases: ['包装种类'] },
  { key: 'currency', title: '*币种', aliases: ['币制'] },
  { key: 'amount', title: '*货值', aliases: ['金额', '总价'], units: DOLLARS },
  { key: 'weight', title: '*重量(KGS)', aliases: ['重量', '毛重'], units: KILOGRAMS },
] as const;

/** A length without its unit may be in centimetres, and is not read. */
export const FURTHER_COLUMNS = [
  { key: 'unitPrice', title: '单价', aliases: [], units: DOLLARS },
  { key: 'legalQuantity', title: '法定数量', aliases: [] },
  { key: 'secondQuantity', title: '第二数量', aliases: [] },
  { key: 'netWeight', title: '净重(KGS)', aliases: ['净重'], units: KILOGRAMS },
  { key: 'lengthMm', title: '箱长(MM)', aliases: ['箱长(毫米)'] },
  { key: 'widthMm', title: '箱宽(MM)', aliases: ['箱宽(毫米)'] },
  { key: 'heightMm', title: '箱高(MM)', aliases: ['箱高(毫米)'] },
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
  readonly units?: readonly string[];
}[] = [...COLUMNS, ...FURTHER_COLUMNS];

/** A column's title without its mark, as messages name it. */
export const titleOf = (key: ColumnKey): string =>
  ALL_COLUMNS.find((column) => column.key === key)?.title.replace('*', '') ?? key;

export const REQUIRED: readonly ColumnKey[] = COLUMNS.filter(({ title }) => title.startsWith('*')).map(
  ({ key }) => key,
);

/** Whether the title of an amount says that it is in dollars, whatever the currency of a row. */
export const isInDollars = (title: string): boolean => /(?:USD?|美元|美金)$/.test(headingForm(title));

/** The columns by the titles that people write. */
export const HEADINGS = new Headings<ColumnKey>(
  ALL_COLUMNS.map(({ key, title, aliases, units = [] }) => ({
    key,
    titles: [titleOf(key), ...aliases],
    units,
    required: title.startsWith('*'),
  })),
);
